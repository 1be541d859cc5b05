import type { StoredRefused } from '@clientele/ledger';
import type { Instant, Shop as ShopRecord } from '@clientele/model';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { connectionOf, edgeOf } from './connection.js';
import { Needs } from './field-rules.js';
import { globalId } from './global-id.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'Input that was set aside: what could not be read, where it stands, and why.' })
export class RefusedInput {
  readonly #shop: ShopRecord;
  readonly #input: StoredRefused;

  constructor(shop: ShopRecord, input: StoredRefused) {
    this.#shop = shop;
    this.#input = input;
  }

  @Field(() => ID)
  get id(): string {
    return globalId('Refused', `${this.#shop.id}/${this.#input.number}`);
  }

  @Field(() => String, { description: 'The file that it came in, or the connection where it came from a platform.' })
  get source(): string {
    return this.#input.source;
  }

  @Field(() => String, { description: 'Where in it: a line, or a stream and the id of an object.' })
  get place(): string {
    return this.#input.place;
  }

  @Field(() => String, { description: 'What is wrong with it; may quote what it says.' })
  get reason(): string {
    return this.#input.reason;
  }

  @Field(() => InstantScalar, { description: 'When it was first set aside.' })
  get at(): Instant {
    return this.#input.at;
  }

  @Field(() => Int, { description: 'How often it could not be read.' })
  get tries(): number {
    return this.#input.tries;
  }

  @Field(() => InstantScalar, { description: 'When it last could not be read.' })
  get triedAt(): Instant {
    return this.#input.triedAt;
  }

  @Needs('admin')
  @Field(() => String, {
    description:
      'The input as it came, with whatever it says of people. That it was shown, and to whom, is written down.',
  })
  async content(@Ctx() { deps, credential }: GatewayContext): Promise<string> {
    const entry = { who: nameOf(credential), what: 'refused.shown', subject: String(this.#input.number) };
    await deps.ledger.auditLog.append(this.#shop.id, entry, deps.clock());
    return this.#input.body;
  }
}

@ObjectType()
export class RefusedInputEdge extends edgeOf(() => RefusedInput) {}

@ObjectType()
export class RefusedInputConnection extends connectionOf(
  () => RefusedInput,
  () => RefusedInputEdge,
) {}
