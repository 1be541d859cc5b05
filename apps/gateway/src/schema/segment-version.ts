import type { SegmentVersion as SavedVersion } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import { Field, Int, ObjectType } from 'type-graphql';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'What a segment asked from when it was saved until the next version.' })
export class SegmentVersion {
  @Field(() => Int)
  readonly version: number;

  @Field(() => String, { description: 'Canonical text.' })
  readonly query: string;

  @Field(() => InstantScalar)
  readonly savedAt: Instant;

  @Field(() => String, { description: 'Who saved it: `command line`, or a session or key, as in the audit log.' })
  readonly savedBy: string;

  constructor({ version, query, createdAt, createdBy }: SavedVersion) {
    this.version = version;
    this.query = query;
    this.savedAt = createdAt;
    this.savedBy = createdBy;
  }
}
