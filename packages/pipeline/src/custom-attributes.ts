import type { DefinedAttribute } from '@clientele/connector-kit';
import type { Ledger, Segment } from '@clientele/ledger';
import type { Shop, ShopId, SourceRecord } from '@clientele/model';
import {
  amountsIn,
  type Condition,
  CUSTOM_TYPES,
  type CustomType,
  type CustomTypes,
  canonicalName,
  checkQuery,
  conditionsIn,
  customAttributesOf,
  customTypeOf,
  languageTypesOf,
  nameOfParts,
} from '@clientele/segmentation';
import type { Parts } from './parts.js';
import { savedSegments } from './saved-segments.js';

const SETTING = 'custom-attributes';

/** Names that a shop may have; whoever states more uses names for values. */
const MOST_NAMES = 2_000;

/** The custom attributes of a shop: those that its customer records state, and those that were declared. */
export async function customTypes({ settings }: Pick<Ledger, 'settings'>, shop: ShopId): Promise<CustomTypes> {
  const stored = (await settings.get(shop, SETTING)) ?? {};
  return new Map(Object.entries(stored).filter((entry): entry is [string, CustomType] => isCustomType(entry[1])));
}

function isCustomType(type: unknown): type is CustomType {
  return CUSTOM_TYPES.some((each) => each === type);
}

/**
 * Declares the custom attributes that records state for the first time, by their values: a text in the form of a date is
 * one; what is stated as this and that is text. What is declared stays until somebody says otherwise.
 */
export async function declareStated(
  { settings }: Pick<Ledger, 'settings'>,
  shop: Shop,
  records: readonly SourceRecord[],
): Promise<void> {
  const known = await customTypes({ settings }, shop.id);
  const found = new Map<string, CustomType>();
  for (const record of records) {
    if (record.kind !== 'customer') continue;
    for (const [name, value] of customAttributesOf(record)) {
      const type = known.has(name) ? undefined : customTypeOf(value, shop.timeZone);
      if (type === undefined) continue;
      const before = found.get(name);
      found.set(name, before === undefined || before === type ? type : 'text');
    }
  }
  if (found.size === 0) return;
  const all = [...known, ...found].slice(0, Math.max(known.size, MOST_NAMES));
  await settings.set(shop.id, SETTING, Object.fromEntries(all));
}

/** Declares the custom attributes that a platform has defined, as what it says, but for those that are declared already. */
export async function declareDefined(
  { settings }: Pick<Ledger, 'settings'>,
  shop: ShopId,
  defined: readonly DefinedAttribute[],
): Promise<void> {
  const known = await customTypes({ settings }, shop);
  const all = new Map(known);
  for (const { namespace, name, type } of defined) {
    const whole =
      namespace === undefined ? nameOfParts('attributes', name) : nameOfParts('metafields', namespace, name);
    if (!all.has(whole) && all.size < MOST_NAMES) all.set(whole, type);
  }
  if (all.size > known.size) await settings.set(shop, SETTING, Object.fromEntries(all));
}

export type DeclareAttribute =
  | { readonly outcome: 'declared'; readonly types: CustomTypes }
  | {
      readonly outcome: 'refused';
      readonly code: 'attribute.bad-name' | 'attribute.in-use';
      readonly message: string;
    };

/**
 * Declares what a custom attribute is. Refused while saved segments ask for it as something else. Segments that ask for
 * it follow when the street is next advanced.
 */
export async function declareAttribute(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  name: string,
  type: CustomType,
  by: string,
): Promise<DeclareAttribute> {
  const canonical = canonicalName(name);
  if (canonical === undefined || !/^(attributes\.[^.]|metafields\.[^.]+\.[^.])/.test(canonical)) {
    const message = `'${name}' is no custom attribute: write attributes.NAME or metafields.NAMESPACE.KEY, parts that are no words in quotes.`;
    return { outcome: 'refused', code: 'attribute.bad-name', message };
  }
  const types = new Map(await customTypes(ledger, shop.id)).set(canonical, type);
  const asking: Segment[] = [];
  for (const { segment, query } of (await savedSegments({ ledger }, shop.id)).byHandle.values()) {
    if (query === null || !asksFor(query, canonical)) continue;
    if (checkQuery(segment.query, { customAttributes: languageTypesOf(types) }).outcome === 'invalid') {
      const message = `The segment '${segment.handle}' asks for ${canonical} as something else than ${type}: change or delete it first.`;
      return { outcome: 'refused', code: 'attribute.in-use', message };
    }
    asking.push(segment);
  }
  await ledger.settings.set(shop.id, SETTING, Object.fromEntries(types));
  await ledger.auditLog.append(shop.id, { who: by, what: 'attribute.declared', subject: canonical }, clock());
  await ledger.membershipStates.evaluatingAnew(shop.id, asking);
  return { outcome: 'declared', types };
}

function asksFor(condition: Condition, name: string): boolean {
  return [...conditionsIn(condition)]
    .flatMap((part) => [...amountsIn(part)])
    .some(
      (amount) =>
        (amount.kind === 'attribute' && amount.name === name) ||
        (amount.kind === 'anniversary' && amount.attribute === name),
    );
}
