import type { Exported } from '@clientele/pipeline';
import { Field, Int, ObjectType } from 'type-graphql';
import { ExclusionEnum } from './enums.js';
import { STALE, StaleReference } from './stale-reference.js';
import { UserError } from './user-error.js';

@ObjectType({ description: 'How many members a file leaves out for one reason.' })
export class Excluded {
  @Field(() => ExclusionEnum)
  readonly reason: string;

  @Field(() => Int)
  readonly count: number;

  constructor(reason: string, count: number) {
    this.reason = reason;
    this.count = count;
  }
}

@ObjectType({
  description: 'Who would be in a file of members, and who not. `exported` is null where the query is wrong.',
})
export class ExportPreview {
  @Field(() => Int, { nullable: true })
  readonly exported: number | null;

  @Field(() => [Excluded], { description: 'Reasons for which nobody is left out are not named.' })
  readonly excluded: readonly Excluded[];

  @Field(() => [StaleReference], { description: STALE })
  readonly stale: readonly StaleReference[];

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(found: Exported | undefined, userErrors: readonly UserError[]) {
    this.exported = found?.exported ?? null;
    this.excluded = Object.entries(found?.excluded ?? {}).flatMap(([reason, count]) =>
      count === 0 ? [] : [new Excluded(reason, count)],
    );
    this.stale = (found?.stale ?? []).map((one) => new StaleReference(one));
    this.userErrors = userErrors;
  }
}
