import type { AmountKind, LanguageRows } from '../catalogue/language.js';

/** What stands before a test, or is compared with in one. */
export interface Subject {
  readonly form: 'attribute' | 'rows' | 'measure' | 'parameter' | 'calculation' | 'anniversary' | 'literal' | 'unknown';
  readonly type: AmountKind | 'duration';
  readonly values?: readonly string[] | undefined;
  /** Of an attribute, measure or parameter. */
  readonly name: string;
  /** Of what it is a measure or parameter; of rows themselves. */
  readonly rows?: LanguageRows | undefined;
}

/** One thing that may stand at the caret. */
export type Expectation =
  /** `isFirst` at the very beginning of a query. */
  | { readonly kind: 'condition'; readonly isFirst: boolean }
  | { readonly kind: 'test'; readonly of: Subject }
  /** An amount to compare with; of CONTAINS a text alone. */
  | { readonly kind: 'value'; readonly of: Subject; readonly isLiteral: boolean }
  | { readonly kind: 'arithmetic'; readonly of: Subject }
  /** What comes after an operator of a calculation. */
  | { readonly kind: 'operand'; readonly of: Subject; readonly operator: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** After OF: those that have the measure. */
  | { readonly kind: 'rows of'; readonly measure: string }
  | { readonly kind: 'step'; readonly isFirst: boolean }
  | {
      readonly kind: 'parameter';
      readonly rows: LanguageRows;
      readonly used: ReadonlySet<string>;
      /** Whether measures may stand among them, and whether it is written as Shopify had it before. */
      readonly form: 'row' | 'row or measure' | 'older';
    }
  | { readonly kind: 'handle' }
  | { readonly kind: 'date name' }
  /** `mayBeMore` than a hundred. */
  | { readonly kind: 'percent'; readonly mayBeMore: boolean }
  | { readonly kind: 'duration' };
