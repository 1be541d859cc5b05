import type { Instant } from '@clientele/model';
import type { FoundProfile, KnownAt, PastMember as Recorded } from '@clientele/pipeline';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { GatewayContext } from '../context.js';
import { connectionOf, edgeOf, type Page } from './connection.js';
import { globalId } from './global-id.js';
import { Profile } from './profile.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'Who was in a segment at some time.' })
export class PastMember {
  readonly #member: Recorded;

  constructor(member: Recorded) {
    this.#member = member;
  }

  @Field(() => ID, { description: 'The profile as it was then; it may have become part of another one.' })
  get profileId(): string {
    return globalId('Profile', this.#member.profile);
  }

  @Field(() => Profile, { nullable: true, description: 'Who that is now; null where all its records are gone.' })
  async profile(@Ctx() { loaders }: GatewayContext): Promise<Profile | null> {
    const found: FoundProfile | undefined = await loaders.profiles.load(this.#member.profile);
    return found === undefined ? null : new Profile(found);
  }

  @Field(() => InstantScalar, { description: 'Since when it was a member then.' })
  get enteredAt(): Instant {
    return this.#member.since;
  }
}

@ObjectType()
export class PastMemberEdge extends edgeOf(() => PastMember) {}

@ObjectType({ description: 'Who was in a segment at an instant, by what it asked then.' })
export class PastMemberConnection extends connectionOf(
  () => PastMember,
  () => PastMemberEdge,
) {
  readonly #known: KnownAt;

  constructor(known: KnownAt, page: Page<PastMemberEdge>) {
    super(page);
    this.#known = known;
  }

  @Field(() => Boolean, {
    description: 'Worked out from the records of the time, since it is before the segment was first evaluated.',
  })
  get reconstructed(): boolean {
    return this.#known.reconstructed;
  }

  @Field(() => Int, { nullable: true, description: 'The version of the segment at that time.' })
  get version(): number | null {
    return this.#known.definition?.version ?? null;
  }

  @Field(() => String, { nullable: true, description: 'What it asked then.' })
  get query(): string | null {
    return this.#known.definition?.query ?? null;
  }
}
