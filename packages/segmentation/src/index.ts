export type {
  Attribute,
  FunctionAttribute,
  RowField,
  ValueType,
} from './catalogue/attribute.js';
export { CATALOGUE, type Catalogue } from './catalogue/catalogue.js';
export { CONSENT_PRECEDENCE } from './catalogue/consents.js';
export { attributeNamed, languageTypesOf } from './catalogue/custom-attributes.js';
export {
  type AmountKind,
  LANGUAGE,
  type Language,
  type LanguageMeasure,
  type LanguageName,
  type LanguageRows,
  type LanguageType,
  type MeasureKind,
  measureNamed,
  parameterNamed,
  rowsNamed,
} from './catalogue/language.js';
export type { Precision } from './catalogue/precision.js';
export type { SourceName } from './catalogue/stored-column.js';
export { type CheckOptions, checkLanguage, checkQuery, type ValidQuery } from './check/check-query.js';
export {
  type CheckedSegmentFile,
  checkSegmentFiles,
  type KnownSegments,
  type NamedText,
} from './code/check-segment-files.js';
export { type FileFault, isSegmentFile } from './code/file-blocks.js';
export { type ExampleShop, exampleContext, exampleShops } from './code/run-examples.js';
export { readSegmentFile, type SegmentFile, type SegmentFileReading } from './code/segment-file.js';
export { oneLine, segmentFileText } from './code/segment-file-text.js';
export { asksForProducts } from './compile/asks-for-products.js';
export { type BitSet, bitSet, differencesOf } from './compile/bit-set.js';
export { checkAskable } from './compile/check-askable.js';
export { CompileError, compiling } from './compile/compile-error.js';
export type { CompileContext, CompiledSql, FrozenCutoffs } from './compile/context.js';
export { type Cutoff, type CutoffKey, cutoffKey, cutoffOfKey } from './compile/cutoff-key.js';
export { type CutoffsRow, cutoffPasses, cutoffsQuery, requiredCutoffs } from './compile/cutoffs.js';
export {
  COLUMN_GROUPS,
  deriveProfilesQuery,
  PROFILES,
  type ProfileColumn,
  type ProfileSources,
} from './compile/derive-profiles.js';
export { type FrequentValue, frequentValuesQuery } from './compile/frequent-values.js';
export { type MemberBit, memberBit, SEGMENTS_OF_A_WORD, type Word, wordsOf } from './compile/member-word.js';
export { movesInTime, movesWithinDay } from './compile/moves-in-time.js';
export {
  type BitsOfSome,
  type BitsRow,
  bitsOfSome,
  type PassConditions,
  type WordsQuery,
  wordsQuery,
} from './compile/pass.js';
export { purchasesByProductQuery } from './compile/purchases-query.js';
export {
  bitsQuery,
  changeQuery,
  compileCondition,
  countEachQuery,
  countQuery,
  type MembersPage,
  memberNumbersQuery,
  membersQuery,
  previewQuery,
} from './compile/queries.js';
export { rfmGridQuery } from './compile/rfm-grid-query.js';
export { type TraitsQuery, type TraitsRow, traitsQuery } from './compile/traits-query.js';
export { type CompletionCatalogue, complete } from './complete/complete.js';
export type { Completion, CompletionKind, Completions } from './complete/completion.js';
export { type AskedValues, type FoundValue, NO_VALUES, type ValueSource } from './complete/value-source.js';
export type { KnownNames } from './complete/walk-to-caret.js';
export { type ShopCheck, shopChecks, shopWarnings } from './diagnose/against-shop.js';
export { type Claim, claimsOf, diagnose } from './diagnose/diagnose.js';
export type { Evidence } from './explain/evidence.js';
export {
  type ExplainedCondition,
  type Explanation,
  explainMembership,
} from './explain/explain-membership.js';
export { labelOf } from './explain/label.js';
export { decimalText } from './explain/quantity.js';
export { traitInWords } from './explain/trait-in-words.js';
export { freshnessInWords } from './freshness/freshness-in-words.js';
export { type Freshness, freshnessOf } from './freshness/freshness-of.js';
export { type GuideSection, type GuideTable, languageGuide } from './guide/language-guide.js';
export type { ImportOptions } from './import/carrier.js';
export { importDefinition } from './import/import-definition.js';
export { type ImportNames, type ImportNamesReading, readImportNames } from './import/import-names.js';
export {
  IMPORT_SOURCES,
  type ImportError,
  type ImportedDefinition,
  type ImportedPart,
  type ImportSource,
  type InvalidDefinition,
} from './import/imported.js';
export {
  CONDITION_JSON_VERSION,
  type ConditionJson,
  type ConditionJsonError,
  type ConditionJsonReading,
  conditionJson,
  conditionPath,
  queryJson,
  readConditionJson,
} from './json/condition-json.js';
export { type AskRows, cutoffsThen } from './past/cutoffs-then.js';
export { pastQuery } from './past/past-query.js';
export type { PastSources } from './past/profiles-then.js';
export { pastPasses, type RankedThen, rankedThenQuery } from './past/ranked-then.js';
export { type Turning, turningOf } from './past/turning.js';
export { type FromConnection, type PlainProfile, productsNamedBy } from './plain-profile.js';
export type { ListedPerson, Lists, ReferenceContext, RfmSettings } from './reference/context.js';
export { ratioText } from './reference/ratio.js';
export {
  evaluateProfile,
  evaluateShop,
  type ReferenceShop,
  referenceShop,
  traitValue,
} from './reference/reference.js';
export type { AmountValue, TraitValue } from './reference/trait-value.js';
export {
  CUSTOMER_PROFILES,
  LIST_ENTRIES,
  PRODUCTS,
  PROFILE_CONSENTS,
  PROFILE_CUSTOMERS,
  PROFILE_EVENTS,
  PROFILE_IDS,
  PROFILE_ORDERS,
  PROFILE_REFUNDS,
  PURCHASES_BY_PRODUCT,
  type Relation,
  type RelationColumn,
  SEGMENT_MEMBERS,
} from './relations.js';
export {
  DEFAULT_RFM,
  RFM_GROUPS,
  RFM_TRAITS,
  type RfmConfiguration,
  type RfmConfigurationReading,
  type RfmGroup,
  type RfmScore,
  readRfmConfiguration,
} from './rfm/configuration.js';
export { rfmGroup } from './rfm/rfm-group.js';
export { isSegmentHandle } from './segment-handle.js';
export { SHOPIFY_TARGETS, type ShopifyTarget, type ShopifyText, shopifyText } from './shopify/shopify-text.js';
export {
  type SegmentTemplate,
  segmentTemplates,
  TEMPLATE_GROUPS,
  type TemplateGroup,
  templateFiles,
} from './templates/templates.js';
export { type InvalidQuery, type ParsedQuery, parseQuery } from './text/parse-query.js';
export type { NodePlace, Place, Places } from './text/place.js';
export { printCondition } from './text/print-condition.js';
export type { QueryError, QueryErrorCode, QueryWarning, QueryWarningCode } from './text/query-error.js';
export {
  type Amount,
  type Anniversary,
  type AttributeAmount,
  CALCULATION_OPERATORS,
  type Calculation,
  type CalculationOperator,
  type Duration,
  type Measure,
} from './tree/amount.js';
export {
  type And,
  attributeTest,
  type Condition,
  type HoldOut,
  type Listed,
  type Match,
  type Not,
  type Or,
  type Sample,
  type SegmentReference,
  type Sequence,
  type Step,
  type TestedAmount,
} from './tree/condition.js';
export {
  CUSTOM_TYPES,
  type CustomType,
  type CustomTypes,
  type CustomValue,
  customAttributesOf,
  customTypeOf,
} from './tree/custom-attributes.js';
export { drawOf } from './tree/draw.js';
export type { HoldOutSplit } from './tree/hold-out.js';
export type {
  BooleanLiteral,
  CoordinatesLiteral,
  DateLiteral,
  DateTimeLiteral,
  DayLiteral,
  Literal,
  MomentLiteral,
  MomentUnit,
  NamedDayLiteral,
  NumberLiteral,
  OffsetLiteral,
  TextLiteral,
} from './tree/literal.js';
export { canonicalName, type NamePart, nameOfParts, nameParts } from './tree/name.js';
export { circleThrough, referencesIn } from './tree/references.js';
export type { Parameter, Rows } from './tree/rows.js';
export {
  type Between,
  COMPARISON_OPERATORS,
  type Comparison,
  type ComparisonOperator,
  type Contains,
  type InList,
  isValueTest,
  type ParameterTest,
  type Percentile,
  type Presence,
  type Test,
  type Trend,
  type ValueTest,
} from './tree/test.js';
export { amountsIn, conditionsIn, valuesOf } from './tree/walk.js';
