import { type Language, type LanguageRows, type LanguageType, measureNamed, rowsNamed } from '../catalogue/language.js';
import { familyOf } from '../check/value-types.js';
import type { Token } from '../text/token.js';
import { CaretCursor } from './caret-cursor.js';
import type { Expectation, Subject } from './expectation.js';
import { calculationOf, isPercentage, literalOf, parameterOf, UNKNOWN, wordsAfterNot } from './subjects.js';

/** A condition, or an amount that nothing is said about yet; `open` where the caret was reached within it. */
type Read = 'condition' | 'open' | Subject;

/** A number that only who writes it can know. */
const DEGREES: Subject = { form: 'literal', type: 'decimal', name: '' };
/** Measures of a property, which nothing declares. */
const OF_PROPERTY = /^(sum|average|min|max|share_of|first|last|usual|distinct)\./;

/**
 * What may stand behind some tokens. Unlike the parser it reads what is not finished, knows the types of names, and
 * goes on after what it does not understand. Each rule that ends at the caret tells what it could go on with; a rule that
 * is not finished there is `open`, so that those around it tell nothing.
 */
export function walkToCaret(tokens: readonly Token[], names: KnownNames): readonly Expectation[] {
  return new Walk(tokens, names).walk();
}

/** The names that a query may use. */
export interface KnownNames {
  readonly language: Language;
  /** The custom attributes of the shop, by their whole name. */
  readonly customAttributes?: ReadonlyMap<string, LanguageType>;
}

class Walk extends CaretCursor {
  readonly #language: Language;
  readonly #custom: ReadonlyMap<string, LanguageType> | undefined;
  readonly #measures: ReadonlySet<string>;

  constructor(tokens: readonly Token[], { language, customAttributes }: KnownNames) {
    super(tokens);
    this.#language = language;
    this.#custom = customAttributes;
    this.#measures = new Set([...language.rows.values()].flatMap(({ measures }) => [...measures.keys()]));
  }

  walk(): readonly Expectation[] {
    const isWhole = this.keyword('FROM');
    if (isWhole && !this.#head()) return this.expected;
    let read = this.#query(!isWhole);
    while (!this.atEnd && read !== 'open') {
      if (isWhole && (this.isKeyword('GROUP') || this.isKeyword('ORDER'))) return this.#tail();
      this.position += 1;
      this.skip();
      if (this.keyword('AND') || this.keyword('OR')) read = this.#query(false);
    }
    if (isWhole && read === 'condition') this.words('ORDER BY', 'GROUP BY');
    return this.expected;
  }

  /** `FROM customers SHOW … WHERE`; false where it ends in there. */
  #head(): boolean {
    if (this.atEnd) return this.words('customers') !== 'open';
    this.position += 1;
    if (this.atEnd) return this.words('WHERE', 'SHOW') !== 'open';
    while (!this.atEnd && !this.isKeyword('WHERE')) this.position += 1;
    if (this.keyword('WHERE')) return true;
    if (this.last?.kind === 'name') this.words('WHERE', ',');
    return false;
  }

  #tail(): readonly Expectation[] {
    this.position += 1;
    if (this.atEnd) this.words('BY');
    return this.expected;
  }

  /** Conditions joined by AND and OR. */
  #query(isFirst = false): Read {
    let read = this.#unary(isFirst);
    while (read !== 'open') {
      if (this.atEnd) {
        if (read === 'condition') this.words('AND', 'OR');
        return read;
      }
      if (!this.keyword('AND') && !this.keyword('OR')) return read;
      read = this.#unary(false);
    }
    return read;
  }

  #unary(isFirst: boolean): Read {
    if (this.atEnd) return this.expect({ kind: 'condition', isFirst });
    if (!this.keyword('NOT')) return this.#clause();
    while (this.keyword('NOT'));
    return this.atEnd ? this.expect({ kind: 'condition', isFirst: false }) : this.#clause();
  }

  #clause(): Read {
    if (this.keyword('SEQUENCE')) return this.#sequence();
    if (this.symbol('(')) return this.deeper(() => this.#group());
    if (['in_segment', 'added_to', 'excluded_from'].some((name) => this.isName(name))) return this.#reference();
    if (this.isName('in_sample')) return this.#sample();
    if (this.isName('in_hold_out')) return this.#holdOut();
    if (this.isName('anniversary')) return this.#anniversary();
    const first = this.#factor({ kind: 'condition', isFirst: false });
    return first === 'open' ? first : this.#tested(first);
  }

  /** What stands in parentheses: conditions, or the beginning of a calculation. */
  #group(): Read {
    const inner = this.#query();
    if (inner === 'open') return inner;
    if (this.atEnd) {
      if (inner === 'condition' || inner.form === 'calculation') this.words(')');
      return 'open';
    }
    if (!this.symbol(')')) {
      this.skip();
      this.symbol(')');
    }
    return inner === 'condition' ? inner : this.#tested(inner);
  }

  /** What follows the first part of an amount, to the end of its condition. */
  #tested(first: Subject): Read {
    const amount = this.#calculated(first);
    if (amount === 'open') return amount;
    if (this.atEnd) {
      this.expect({ kind: 'test', of: amount });
      return amount;
    }
    if (this.isSymbol(')')) return amount;
    return this.#test(amount);
  }

  #calculated(first: Subject): Subject | 'open' {
    let left = first;
    for (;;) {
      const { current } = this;
      const operator = current?.kind === 'symbol' && /^[-+*/]$/.test(current.symbol) ? current.symbol : undefined;
      if (operator === undefined) {
        if (this.atEnd) this.expect({ kind: 'arithmetic', of: left });
        return left;
      }
      this.position += 1;
      const right = this.#factor({ kind: 'operand', of: left, operator });
      if (right === 'open') return right;
      left = calculationOf(left, operator, right);
    }
  }

  /** One part of an amount; `expected` is what may stand where it begins. */
  #factor(expected: Expectation): Subject | 'open' {
    const { current } = this;
    if (current === undefined) return this.expect(expected);
    if (this.symbol('(')) {
      return this.deeper(() => {
        const first = this.#factor(expected);
        const amount = first === 'open' ? first : this.#calculated(first);
        if (amount === 'open') return amount;
        if (this.atEnd) return this.words(')');
        this.symbol(')');
        return amount;
      });
    }
    switch (current.kind) {
      case 'name':
        this.position += 1;
        return this.keyword('OF') ? this.#measure(current.name) : this.#named(current.name);
      case 'literal':
        this.position += 1;
        return literalOf(current.literal);
      case 'duration':
        this.position += 1;
        return { form: 'literal', type: 'duration', name: '' };
      default:
        this.skip();
        return this.atEnd ? 'open' : UNKNOWN;
    }
  }

  #named(name: string): Subject | 'open' {
    const isMeasure = this.#measures.has(name) || OF_PROPERTY.test(name);
    if (isMeasure && this.atEnd) this.words('OF');
    const attribute = this.#language.attributes.get(name) ?? this.#custom?.get(name);
    if (attribute !== undefined) return { form: 'attribute', name, type: attribute.type, values: attribute.values };
    const rows = rowsNamed(name, this.#language);
    if (rows !== undefined) return { form: 'rows', name, type: 'any', rows };
    return isMeasure && this.atEnd ? 'open' : { ...UNKNOWN, name };
  }

  /** The rows of a measure, after OF. */
  #measure(name: string): Subject | 'open' {
    const { current } = this;
    if (current === undefined) return this.expect({ kind: 'rows of', measure: name });
    if (current.kind !== 'name') return UNKNOWN;
    this.position += 1;
    const rows = rowsNamed(current.name, this.#language);
    const type = rows && measureNamed(name, rows);
    if (this.#rowsAfterName(rows, 'row') === 'open') return 'open';
    return { form: 'measure', name, rows, type: type?.type ?? 'any', values: type?.values };
  }

  /** The parameters after the name of rows, where there are some. */
  #rowsAfterName(rows: LanguageRows | undefined, form: 'row' | 'row or measure'): 'open' | 'complete' {
    if (this.atEnd) {
      this.words('(');
      return 'complete';
    }
    return this.symbol('(') ? this.#parameters(rows, form) : 'complete';
  }

  /** The test of an amount in a condition. */
  #test(of: Subject): Read {
    const { rows } = of;
    if (of.form === 'rows' && this.symbol('(')) return this.#olderCall(rows);
    const start = this.position;
    this.keyword('NOT');
    if (of.form === 'rows' && (this.keyword('MATCHES') || this.keyword('NOT_MATCHES'))) {
      if (this.atEnd) return this.words('(');
      if (!this.symbol('(')) return this.skip();
      return this.#parameters(rows, 'row or measure') === 'open' ? 'open' : 'condition';
    }
    this.position = start;
    if (this.keyword('UP') || this.keyword('DOWN')) {
      if (this.atEnd) return this.words('BY');
      this.keyword('BY');
      return this.#percent(true);
    }
    return this.#valueTest(of);
  }

  /** A test that a parameter may have too. */
  #valueTest(of: Subject): Read {
    if (this.keyword('IS')) {
      if (this.atEnd) return this.words('NULL', 'NOT NULL');
      if (this.keyword('NOT') && this.atEnd) return this.words('NULL');
      this.keyword('NULL');
      return 'condition';
    }
    if (this.keyword('BETWEEN')) {
      const from = this.#value(of);
      if (from === 'open') return from;
      if (this.atEnd) return this.words('AND');
      if (!this.keyword('AND')) return this.skip();
      return this.#value(of);
    }
    if (this.keyword('NOT') && this.atEnd) return this.words(...wordsAfterNot(of));
    if (this.keyword('CONTAINS')) {
      if (this.atEnd) return this.expect({ kind: 'value', of, isLiteral: true });
      this.position += 1;
      return 'condition';
    }
    if (this.keyword('IN')) return this.#in(of);
    const { current } = this;
    if (current?.kind !== 'symbol' || !/^(!=|[<>]=?|=)$/.test(current.symbol)) return this.skip();
    this.position += 1;
    return this.#value(of);
  }

  #value(of: Subject, isLiteral = false): 'open' | 'condition' {
    if (of.type === 'coordinates' && this.symbol('(')) return this.#pair();
    const first = this.#factor({ kind: 'value', of, isLiteral });
    const amount = first === 'open' || isLiteral ? first : this.#calculated(first);
    return amount === 'open' ? amount : 'condition';
  }

  /** Two numbers, which nobody can offer. */
  #pair(): 'open' | 'condition' {
    for (const next of [',', ')'] as const) {
      if (this.atEnd) return this.expect({ kind: 'value', of: DEGREES, isLiteral: true });
      this.position += 1;
      if (this.atEnd) return this.words(next);
      this.symbol(next);
    }
    return 'condition';
  }

  #in(of: Subject): Read {
    const isShare = familyOf(of.type) === 'number' && (of.form === 'attribute' || of.form === 'measure');
    if (this.atEnd) return this.words('(', ...(isShare ? ['TOP', 'BOTTOM'] : []));
    if (this.keyword('TOP') || this.keyword('BOTTOM')) return this.#percent();
    return this.symbol('(') ? this.#list(of) : this.skip();
  }

  /** Values after an opening parenthesis. */
  #list(of: Subject, isLiteral = false): 'open' | 'condition' {
    do {
      if (this.#value(of, isLiteral) === 'open') return 'open';
    } while (this.symbol(','));
    if (this.atEnd) return this.words(',', ')');
    if (!this.symbol(')')) this.skip();
    return 'condition';
  }

  #percent(mayBeMore = false): Read {
    if (this.atEnd) return this.expect({ kind: 'percent', mayBeMore });
    const { current } = this;
    this.position += 1;
    if (this.atEnd) return isPercentage(current, mayBeMore) ? this.words('%') : 'open';
    this.symbol('%');
    return 'condition';
  }

  /** Parameters after an opening parenthesis, to the closing one. */
  #parameters(rows: LanguageRows | undefined, form: 'row' | 'row or measure' | 'older'): 'open' | 'complete' {
    const used = new Set<string>();
    for (;;) {
      const { current } = this;
      if (current === undefined) {
        if (used.size === 0 && form !== 'row') this.words(')');
        return rows === undefined ? 'open' : this.expect({ kind: 'parameter', rows, used, form });
      }
      if (this.symbol(')')) return 'complete';
      if (current.kind === 'name') {
        this.position += 1;
        const of = parameterOf(current.name, rows);
        if (form === 'older' ? this.#older(of) === 'open' : this.#ofParameter(of) === 'open') return 'open';
        used.add(of.name);
      } else this.skip(true);
      if (this.atEnd) return this.words(',', ')');
      if (this.symbol(',')) continue;
      if (!this.isSymbol(')')) this.skip(true);
      if (!this.symbol(',') && !this.isSymbol(')')) return 'complete';
    }
  }

  #ofParameter(of: Subject): Read {
    return this.atEnd ? this.expect({ kind: 'test', of }) : this.#valueTest(of);
  }

  /** A parameter as Shopify wrote it before: `since: -30d`. */
  #older(of: Subject): Read {
    if (this.atEnd) return this.words(':');
    if (!this.symbol(':')) return this.skip(true);
    if (this.atEnd) {
      if (of.type !== 'coordinates') this.words('(');
      return this.expect({ kind: 'value', of, isLiteral: true });
    }
    const isList = of.type !== 'coordinates' && this.symbol('(');
    return isList ? this.#list(of, true) : this.#value(of, true);
  }

  #olderCall(rows: LanguageRows | undefined): Read {
    if (this.#parameters(rows, 'older') === 'open') return 'open';
    if (this.atEnd) return this.words('= true', '= false');
    if (!this.symbol('=') && !this.symbol('!=')) return this.skip();
    return this.#value({ form: 'unknown', type: 'boolean', name: '' });
  }

  #sequence(): Read {
    if (this.atEnd) return this.words('(');
    this.symbol('(');
    let isFirst = true;
    do {
      if (this.atEnd) return this.expect({ kind: 'step', isFirst });
      if (this.keyword('NOT') && this.atEnd) return this.expect({ kind: 'step', isFirst: true });
      const { current } = this;
      if (current?.kind !== 'name') return this.skip();
      this.position += 1;
      const step = this.#rowsAfterName(rowsNamed(current.name, this.#language), 'row');
      if (step === 'open') return step;
      if (this.atEnd && !isFirst) this.words('WITHIN');
      if (this.keyword('WITHIN')) {
        if (this.atEnd) return this.expect({ kind: 'duration' });
        if (this.current?.kind !== 'duration') return this.skip();
        this.position += 1;
      }
      isFirst = false;
    } while (this.keyword('THEN'));
    if (this.atEnd) return this.words('THEN', ')');
    this.symbol(')');
    return 'condition';
  }

  #reference(): Read {
    this.position += 1;
    if (this.atEnd) return this.words('(');
    this.symbol('(');
    if (this.atEnd) return this.expect({ kind: 'handle' });
    this.position += 1;
    return this.#closed();
  }

  #closed(): Read {
    if (this.atEnd) return this.words(')');
    this.symbol(')');
    return 'condition';
  }

  #holdOut(): Read {
    this.position += 1;
    if (this.atEnd) return this.words('(');
    this.symbol('(');
    return this.#closed();
  }

  #sample(): Read {
    this.position += 1;
    if (this.atEnd) return this.words('(');
    this.symbol('(');
    if (this.#percent() === 'open') return 'open';
    if (this.atEnd) return this.words(',');
    this.symbol(',');
    if (this.atEnd) return 'open';
    this.position += 1;
    return this.#closed();
  }

  #anniversary(): Read {
    this.position += 1;
    if (this.atEnd) return this.words('(');
    this.symbol('(');
    if (this.isName('date')) {
      // `anniversary(date: 'birth_date')`, as Shopify wrote it before.
      this.position += 1;
      if (this.atEnd) return this.words(':');
      this.symbol(':');
    }
    if (this.atEnd) return this.expect({ kind: 'date name' });
    this.position += 1;
    if (this.#closed() === 'open') return 'open';
    const of: Subject = { form: 'anniversary', type: 'date', name: '' };
    return this.atEnd ? this.expect({ kind: 'test', of }) : this.#valueTest(of);
  }
}
