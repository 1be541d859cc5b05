import type { ComplianceRequest } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import { Field, ID, ObjectType } from 'type-graphql';
import { PrivacyAskedEnum } from './enums.js';
import { globalId } from './global-id.js';
import { InstantScalar } from './scalars.js';
import { UserError } from './user-error.js';

@ObjectType({ description: 'What somebody asked for by law. Whom it is about is not told.' })
export class PrivacyRequest {
  readonly #shop: Shop;
  readonly #stored: ComplianceRequest;

  constructor(shop: Shop, stored: ComplianceRequest) {
    this.#shop = shop;
    this.#stored = stored;
  }

  @Field(() => ID)
  get id(): string {
    return globalId('PrivacyRequest', `${this.#shop.id}/${this.#stored.number}`);
  }

  @Field(() => PrivacyAskedEnum)
  get what(): string {
    return this.#stored.what;
  }

  @Field(() => String, {
    nullable: true,
    description: 'The name of the connection by which it came; null where it was asked for here.',
  })
  get connection(): string | null {
    return this.#stored.connection === '' ? null : this.#stored.connection;
  }

  @Field(() => InstantScalar)
  get receivedAt(): Instant {
    return this.#stored.receivedAt;
  }

  @Field(() => InstantScalar, { description: 'By when it must be done.' })
  get dueAt(): Instant {
    return this.#stored.dueAt;
  }

  @Field(() => InstantScalar, { nullable: true })
  get doneAt(): Instant | null {
    return this.#stored.doneAt;
  }

  @Field(() => Boolean, { description: 'Whether the last try failed; it is tried again.' })
  get hasFailed(): boolean {
    return this.#stored.failure !== null;
  }
}

@ObjectType({ description: 'The copy for somebody who asked for what is kept of them.' })
export class PrivacyCopyPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'What is kept of the person, as JSON, for them to have. Keep it nowhere else. Null where it was refused.',
  })
  readonly document: string | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(document: string | null, userErrors: readonly UserError[]) {
    this.document = document;
    this.userErrors = userErrors;
  }
}

@ObjectType({ description: 'What became of a request.' })
export class PrivacyRequestPayload {
  @Field(() => PrivacyRequest, { nullable: true, description: 'As it is now; null where it was refused.' })
  readonly request: PrivacyRequest | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(request: PrivacyRequest | null, userErrors: readonly UserError[]) {
    this.request = request;
    this.userErrors = userErrors;
  }
}

@ObjectType()
export class ShopErasePayload {
  @Field(() => Boolean, { description: 'Whether everything of the shop is about to be erased.' })
  readonly isBegun: boolean;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(isBegun: boolean, userErrors: readonly UserError[]) {
    this.isBegun = isBegun;
    this.userErrors = userErrors;
  }
}
