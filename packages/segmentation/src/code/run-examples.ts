import { type ProductRecord, shopId } from '@clientele/model';
import { requiredCutoffs } from '../compile/cutoffs.js';
import { explainMembership } from '../explain/explain-membership.js';
import type { PlainProfile } from '../plain-profile.js';
import type { ReferenceContext } from '../reference/context.js';
import { referenceShop } from '../reference/reference.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import type { Condition } from '../tree/condition.js';
import type { CustomTypes } from '../tree/custom-attributes.js';
import { EXAMPLE_CURRENCY, examplePeople } from './example-people.js';
import { EXAMPLE_ZONE } from './example-zone.js';
import type { FileFault } from './file-blocks.js';
import type { Example } from './segment-file.js';

/** A shop that examples of one day make up, and what is asked of it. */
export interface ExampleShop {
  readonly examples: readonly Example[];
  /** One for each example, in their order. */
  readonly profiles: readonly PlainProfile[];
  readonly products: ReadonlyMap<string, ReadonlyMap<string, ProductRecord>>;
}

/** The shops of a file's examples: all of one `on`, and of one day or time. */
export function exampleShops(examples: readonly Example[]): {
  readonly shops: readonly ExampleShop[];
  readonly faults: readonly FileFault[];
} {
  const days = new Map<string, Example[]>();
  for (const example of examples) days.set(example.asOf.now, [...(days.get(example.asOf.now) ?? []), example]);
  const made = [...days.values()].map((ofDay) => ({ examples: ofDay, ...examplePeople(ofDay) }));
  return {
    shops: made.map(({ faults: _, ...shop }) => shop),
    faults: made.flatMap(({ faults }) => faults).toSorted((a, b) => a.line - b.line),
  };
}

/** What the reference evaluator is asked of the shop of some examples. */
export function exampleContext(
  { examples, products }: ExampleShop,
  asked: { readonly segments: ReadonlyMap<string, Condition>; readonly customTypes: CustomTypes },
): ReferenceContext {
  const [first] = examples;
  if (first === undefined) throw new Error('a shop of examples has at least one');
  const shop = { id: shopId('examples'), timeZone: EXAMPLE_ZONE, currency: EXAMPLE_CURRENCY, products };
  return { shop, now: first.asOf.now, ...asked };
}

/** Asks the reference evaluator about each example; each that is on the wrong side is a fault that says why. */
export function runExamples(
  condition: Condition,
  shops: readonly ExampleShop[],
  asked: { readonly segments: ReadonlyMap<string, Condition>; readonly customTypes: CustomTypes },
): FileFault[] {
  return shops.flatMap((shop) => {
    const context = exampleContext(shop, asked);
    const members = referenceShop(shop.profiles, context).members(condition);
    return shop.examples.flatMap((example, index) => {
      const profile = shop.profiles[index];
      if (profile === undefined || members.has(profile.id) === example.member) return [];
      const message = example.member
        ? `The query leaves out who should be in: ${example.words}`
        : `The query takes in who should be out: ${example.words}`;
      const hint = why(condition, profile, context);
      return { code: 'example-failed', line: example.line, column: 1, message, hint };
    });
  });
}

const MOST_REASONS = 3;

/** Which conditions hold or do not; null where that is a matter of the whole shop, which one person does not tell. */
function why(condition: Condition, profile: PlainProfile, context: ReferenceContext): string | null {
  const all = [condition, ...context.segments.values()];
  if (all.some((each) => requiredCutoffs(each, DEFAULT_RFM).length > 0)) return null;
  const { member, conditions } = explainMembership(condition, profile, context);
  const reasons = conditions
    .filter(({ holds }) => holds === member)
    .slice(0, MOST_REASONS)
    .map(({ text, holds, value }) => {
      const verdict = `${text} ${holds ? 'holds' : 'does not hold'}`;
      return value === null ? verdict : `${verdict}: it is ${value}`;
    });
  return `${reasons.join('; ')}.`;
}
