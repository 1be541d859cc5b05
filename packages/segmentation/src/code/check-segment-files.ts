import { languageTypesOf } from '../catalogue/custom-attributes.js';
import { checkQuery, type ValidQuery } from '../check/check-query.js';
import { diagnose } from '../diagnose/diagnose.js';
import type { Condition } from '../tree/condition.js';
import { type CustomType, type CustomTypes, customAttributesOf, customTypeOf } from '../tree/custom-attributes.js';
import { circleThrough, referencesIn } from '../tree/references.js';
import { EXAMPLE_ZONE } from './example-zone.js';
import type { FileFault } from './file-blocks.js';
import { type ExampleShop, exampleShops, runExamples } from './run-examples.js';
import { readSegmentFile, type SegmentFile } from './segment-file.js';

/** A file's text under the name that messages give it. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** What a shop knows that files may refer to. */
export interface KnownSegments {
  /** Saved segments by handle; a file with the handle of one takes its place. */
  readonly segments: ReadonlyMap<string, Condition>;
  readonly customTypes: CustomTypes;
}

export interface CheckedSegmentFile {
  readonly file: string;
  /** Null where the file, or the query, cannot be read. */
  readonly segment: (SegmentFile & { readonly condition: Condition; readonly canonical: string }) | null;
  /** None where all is as the file says. */
  readonly errors: readonly FileFault[];
  readonly warnings: readonly FileFault[];
  /** Examples that were asked. */
  readonly examples: number;
}

/**
 * Checks segment files together, which may refer to one another in any order: their form, their queries, whom they
 * refer to, and their examples.
 *
 * @param known of the shop; without a shop, what the files do not say is taken on trust, with a warning
 */
export function checkSegmentFiles(files: readonly NamedText[], known?: KnownSegments): CheckedSegmentFile[] {
  const drafts = files.map(({ file, text }) => new Draft(file, text, known));
  refuseTwins(drafts);
  const segments = new Map(known?.segments);
  for (const { query, handle } of drafts) if (query !== undefined) segments.set(handle, query.condition);
  return drafts.map((draft) => {
    const behind = draft.query && segmentsBehind(draft.query.condition, segments);
    if (behind !== undefined) draft.checkReferences(behind, known !== undefined);
    if (behind !== undefined) draft.runExamples(behind);
    return draft.checked();
  });
}

/** The segments that a condition leads to, and which it leads to in vain. */
interface Behind {
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly missing: ReadonlySet<string>;
}

function segmentsBehind(condition: Condition, segments: ReadonlyMap<string, Condition>): Behind {
  const [conditions, missing] = [new Map<string, Condition>(), new Set<string>()];
  const waiting = [condition];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { handle } of referencesIn(next)) {
      const found = segments.get(handle);
      if (found === undefined) missing.add(handle);
      if (found === undefined || conditions.has(handle)) continue;
      conditions.set(handle, found);
      waiting.push(found);
    }
  }
  return { conditions, missing };
}

/** One file on its way to being checked. */
class Draft {
  readonly file: string;
  readonly segment: SegmentFile | undefined;
  readonly errors: FileFault[] = [];
  readonly #warnings: FileFault[] = [];
  readonly #shops: readonly ExampleShop[];
  readonly #customTypes: CustomTypes;
  readonly query: ValidQuery | undefined;
  #examples = 0;

  constructor(file: string, text: string, known: KnownSegments | undefined) {
    this.file = file;
    const reading = readSegmentFile(text);
    if (reading.outcome === 'invalid') this.errors.push(...reading.faults);
    this.segment = reading.outcome === 'read' ? reading.file : undefined;
    const { shops, faults } = exampleShops(this.segment?.examples ?? []);
    this.#shops = shops;
    this.errors.push(...faults);
    this.#customTypes = new Map([...typesStatedIn(shops), ...(known?.customTypes ?? [])]);
    this.query = this.segment && this.#checkQuery(this.segment, known);
  }

  get handle(): string {
    return this.segment?.handle ?? '';
  }

  /** The names on which two files must not agree, with their lines. */
  get names(): readonly { readonly what: 'handle' | 'name'; readonly text: string; readonly line: number }[] {
    if (this.segment === undefined) return [];
    const { handle, name, lines } = this.segment;
    return [
      { what: 'handle', text: handle, line: lines.handle },
      { what: 'name', text: name, line: lines.name },
    ];
  }

  checkReferences({ conditions, missing }: Behind, hasShop: boolean): void {
    if (this.query === undefined) return;
    const { condition, places } = this.query;
    for (const reference of referencesIn(condition)) {
      const place = places.get(reference)?.name ?? places.get(reference)?.whole;
      const { line, column } = place ?? { line: this.segment?.lines.query ?? 1, column: 1 };
      const { handle } = reference;
      if (missing.has(handle)) {
        const fault = { code: 'unknown-segment', line, column };
        const hint = 'Check it together with the file of that segment, or where the shop is, with --data and --shop.';
        if (hasShop)
          this.errors.push({ ...fault, message: `Neither the files nor the shop have a segment '${handle}'`, hint });
        else this.#warnings.push({ ...fault, message: `Whether there is a segment '${handle}' was not checked`, hint });
      }
      const circle = circleThrough(this.handle, reference, (other) => conditions.get(other));
      if (circle === undefined) continue;
      const message = `The query leads back to the segment itself: ${circle.join(' → ')}`;
      this.errors.push({ code: 'segment.circle', line, column, message, hint: 'Write out one of them instead.' });
    }
  }

  runExamples({ conditions, missing }: Behind): void {
    if (this.query === undefined || this.errors.length > 0 || this.#shops.length === 0) return;
    const [unknown] = missing;
    const unstated = this.query.warnings.some(({ code }) => code === 'unchecked-attribute');
    if (unknown !== undefined || unstated) {
      const what = unknown === undefined ? 'a custom attribute that none of them states' : `the segment '${unknown}'`;
      const message = `The examples were not asked: the query asks for ${what}`;
      const line = this.segment?.examples[0]?.line ?? 1;
      this.#warnings.push({ code: 'examples-not-run', line, column: 1, message, hint: null });
      return;
    }
    const asked = { segments: conditions, customTypes: this.#customTypes };
    this.errors.push(...runExamples(this.query.condition, this.#shops, asked));
    this.#examples = this.segment?.examples.length ?? 0;
  }

  checked(): CheckedSegmentFile {
    const isRead = this.segment !== undefined && this.query !== undefined;
    return {
      file: this.file,
      segment: isRead ? { ...this.segment, condition: this.query.condition, canonical: this.query.canonical } : null,
      errors: this.errors.toSorted(byPlace),
      warnings: this.#warnings.toSorted(byPlace),
      examples: this.#examples,
    };
  }

  #checkQuery({ query }: SegmentFile, known: KnownSegments | undefined): ValidQuery | undefined {
    const typed = checkQuery(query, { customAttributes: languageTypesOf(this.#customTypes) });
    // Without a shop nobody knows which custom attributes there are beside those that examples state.
    const checked = typed.outcome === 'invalid' && known === undefined ? checkQuery(query) : typed;
    if (checked.outcome === 'invalid') {
      this.errors.push(...checked.errors.map(faultOf));
      return undefined;
    }
    this.#warnings.push(...[...checked.warnings, ...diagnose(checked)].map(faultOf));
    return checked;
  }
}

function faultOf({ code, line, column, message, hint }: FileFault): FileFault {
  return { code, line, column, message, hint };
}

function byPlace(a: FileFault, b: FileFault): number {
  return a.line - b.line || a.column - b.column;
}

function typesStatedIn(shops: readonly ExampleShop[]): Map<string, CustomType> {
  const types = new Map<string, CustomType>();
  for (const customer of shops.flatMap(({ profiles }) => profiles.flatMap(({ customers }) => customers))) {
    for (const [name, value] of customAttributesOf(customer)) {
      const type = customTypeOf(value, EXAMPLE_ZONE);
      if (type !== undefined) types.set(name, types.has(name) && types.get(name) !== type ? 'text' : type);
    }
  }
  return types;
}

/** Two files of one handle or one name are two that say what one segment is. */
function refuseTwins(drafts: readonly Draft[]): void {
  const first = new Map<string, string>();
  for (const draft of drafts) {
    for (const { what, text, line } of draft.names) {
      const key = `${what} ${text}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, draft.file);
      else {
        const message = `The ${what} '${text}' is that of ${other} too`;
        draft.errors.push({ code: `${what}-taken`, line, column: 1, message, hint: 'Give one of them another.' });
      }
    }
  }
}
