import type { Instant, Shop } from '@clientele/model';
import type { Preview } from '@clientele/pipeline';
import { type ConditionJson, queryJson } from '@clientele/segmentation';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ReadsWholeShop } from './field-rules.js';
import { Money } from './money.js';
import { Profile } from './profile.js';
import { type QueryCheck, QueryWarning } from './query-warning.js';
import { ConditionJsonScalar, InstantScalar } from './scalars.js';
import { STALE, StaleReference } from './stale-reference.js';
import { UserError } from './user-error.js';

@ObjectType({ description: 'What a query would select. Everything but `userErrors` is null where the query is wrong.' })
export class SegmentPreview {
  readonly #preview: Preview | undefined;
  readonly #shop: Shop;
  readonly #check: (() => Promise<QueryCheck>) | undefined;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  /** @param answer with what looks at the query when its warnings are asked for */
  constructor(
    shop: Shop,
    answer: { readonly found: Preview; readonly check: () => Promise<QueryCheck> } | undefined,
    userErrors: readonly UserError[],
  ) {
    this.#shop = shop;
    this.#check = answer?.check;
    this.#preview = answer?.found;
    this.userErrors = userErrors;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Canonical text; with what was decided by hand, where it is asked for.',
  })
  get query(): string | undefined {
    return this.#preview?.canonical;
  }

  @Field(() => ConditionJsonScalar, { nullable: true, description: '`query` as JSON.' })
  get condition(): ConditionJson | null {
    return queryJson(this.query ?? '');
  }

  @Field(() => Int, { nullable: true })
  get count(): number | undefined {
    return this.#preview?.count;
  }

  @Field(() => Int, { nullable: true, description: 'All profiles of the shop.' })
  get of(): number | undefined {
    return this.#preview?.of;
  }

  @Field(() => Float, { nullable: true, description: 'Count by all, 0 to 1; for display.' })
  get share(): number | undefined {
    return this.#preview && (this.#preview.of === 0 ? 0 : this.#preview.count / this.#preview.of);
  }

  @Field(() => Money, { nullable: true, description: 'What those selected spent.' })
  get revenue(): Money | undefined {
    return this.#preview && new Money(this.#preview.revenue, this.#shop.currency);
  }

  @Field(() => Money, {
    nullable: true,
    description: 'What all profiles of the shop spent; orders of nobody are not in it.',
  })
  get revenueOf(): Money | undefined {
    return this.#preview && new Money(this.#preview.revenueOf, this.#shop.currency);
  }

  @Field(() => Float, { nullable: true, description: 'Their part of what all profiles spent, 0 to 1; for display.' })
  get revenueShare(): number | undefined {
    return this.#preview?.revenueShare;
  }

  @Field(() => [Profile], { description: 'The first few of those selected.' })
  get sample(): Profile[] {
    return (this.#preview?.sample ?? []).map((found) => new Profile(found));
  }

  @Field(() => InstantScalar, { nullable: true })
  get asOf(): Instant | undefined {
    return this.#preview?.asOf;
  }

  @Field(() => [StaleReference], { description: STALE })
  get stale(): StaleReference[] {
    return (this.#preview?.stale ?? []).map((one) => new StaleReference(one));
  }

  @ReadsWholeShop()
  @Field(() => [QueryWarning], { description: 'What is odd about the query, in itself and in this shop.' })
  async warnings(): Promise<readonly QueryWarning[]> {
    return (await this.#check?.())?.warnings ?? [];
  }
}
