import type { Segment, WriteBackDraft } from '@clientele/ledger';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs, ReadsConnections, ReadsWholeShop } from '../schema/field-rules.js';
import { localId, numberWithin, within } from '../schema/global-id.js';
import { UserError } from '../schema/user-error.js';
import {
  WriteBack,
  WriteBackInput,
  WriteBackPayload,
  WriteBackPlan,
  WriteBackPlanPayload,
} from '../schema/write-back.js';
import { sentence } from '../sentence.js';

@Resolver()
export class WriteBackResolver {
  @Needs('read:segments')
  @ReadsConnections()
  @Query(() => [WriteBack], { description: 'Where a segment is kept on platforms.' })
  async writeBacks(@Ctx() context: GatewayContext, @Arg('segment', () => ID) id: string): Promise<WriteBack[]> {
    const { deps, shop } = context;
    const segment = await openSegment(context, id);
    if (segment === undefined) return [];
    const all = await deps.ledger.writeBacks.list(shop.id);
    const ofSegment = all.filter((one) => one.segment === segment.id);
    const shown = await Promise.all(ofSegment.map(({ number }) => asItIsNow(context, number)));
    return shown.filter((one) => one !== null);
  }

  @Needs('write:segments')
  @ReadsWholeShop()
  @Query(() => WriteBackPlanPayload, {
    description:
      'What keeping a segment on a platform would do now; nothing is stored or written. A platform is asked only where it keeps the segment by its query.',
  })
  async writeBackPlan(
    @Ctx() context: GatewayContext,
    @Arg('input', () => WriteBackInput) input: WriteBackInput,
  ): Promise<WriteBackPlanPayload> {
    const { deps, shop } = context;
    const draft = await draftOf(context, input);
    if (draft instanceof UserError) return new WriteBackPlanPayload(null, [draft]);
    const planned = await deps.writtenSegments.plan(shop, draft);
    return planned.outcome === 'refused'
      ? new WriteBackPlanPayload(null, [refusal(planned, ['input'])])
      : new WriteBackPlanPayload(new WriteBackPlan(planned), []);
  }

  @Needs('admin')
  @ReadsWholeShop()
  @Mutation(() => WriteBackPayload, {
    description: 'Keeps a segment on a platform from now on; the first writing goes on behind the answer.',
  })
  async writeBackBegin(
    @Ctx() context: GatewayContext,
    @Arg('input', () => WriteBackInput) input: WriteBackInput,
  ): Promise<WriteBackPayload> {
    const { deps, shop, follow } = context;
    const draft = await draftOf(context, input);
    if (draft instanceof UserError) return new WriteBackPayload(null, [draft]);
    const made = await deps.writtenSegments.create(shop, draft);
    if (made.outcome === 'refused') return new WriteBackPayload(null, [refusal(made, ['input'])]);
    const { number } = made.writeBack;
    const begun = await asItIsNow(context, number);
    follow(deps.writtenSegments.run(shop, number));
    return new WriteBackPayload(begun, []);
  }

  @Needs('admin')
  @ReadsWholeShop()
  @Mutation(() => WriteBackPayload, {
    description: 'Takes a segment off a platform, which goes on behind the answer; it is kept there no more.',
  })
  async writeBackTakeBack(
    @Ctx() context: GatewayContext,
    @Arg('id', () => ID) id: string,
    @Arg('leave', () => Boolean, {
      defaultValue: false,
      description: 'Leave there what was written, and only keep it no more.',
    })
    leave = false,
  ): Promise<WriteBackPayload> {
    const { deps, shop, credential, follow } = context;
    const number = numberWithin(shop.id, localId('WriteBack', id));
    const by = nameOf(credential);
    const taken = number === undefined ? NOT_KEPT : await deps.writtenSegments.takeBack(shop, number, { leave, by });
    if (taken.outcome === 'refused' || number === undefined) return new WriteBackPayload(null, [NO_WRITE_BACK]);
    const now = await asItIsNow(context, number);
    if (!leave) follow(deps.writtenSegments.run(shop, number));
    return new WriteBackPayload(now, []);
  }
}

const NOT_KEPT = { outcome: 'refused' } as const;
const NO_WRITE_BACK = new UserError({
  code: 'not-found',
  field: ['id'],
  message: 'There is no such write-back (any more).',
});
const NO_SEGMENT = new UserError({
  code: 'not-found',
  field: ['input', 'segment'],
  message: 'There is no such segment.',
});
const NO_CONNECTION = new UserError({
  code: 'not-found',
  field: ['input', 'connection'],
  message: 'There is no such connection.',
});

async function draftOf(context: GatewayContext, input: WriteBackInput): Promise<WriteBackDraft | UserError> {
  const { shop, credential } = context;
  const segment = await openSegment(context, input.segment);
  if (segment === undefined) return NO_SEGMENT;
  const connection = within(shop.id, localId('Connection', input.connection));
  if (connection === undefined) return NO_CONNECTION;
  const { what, name, withoutHoldOut } = input;
  return {
    segment: segment.id,
    connection,
    what: what ?? 'tag',
    name: name ?? segment.handle,
    withoutHoldOut: withoutHoldOut ?? false,
    by: nameOf(credential),
  };
}

/** The ledger itself, since an earlier mutation of the same request may have changed it. */
async function openSegment({ deps, shop }: GatewayContext, id: string): Promise<Segment | undefined> {
  const local = localId('Segment', id);
  const segment = local === undefined ? undefined : await deps.ledger.segments.find(shop.id, local);
  return segment?.id === local ? segment : undefined;
}

/** Null where it is kept no more. */
async function asItIsNow({ deps, shop }: GatewayContext, number: number): Promise<WriteBack | null> {
  const { writeBacks } = deps.ledger;
  const stored = await writeBacks.get(shop.id, number);
  if (stored === undefined) return null;
  const [customers, whole] = await Promise.all([writeBacks.counts(shop.id, number), writeBacks.whole(shop.id, number)]);
  return new WriteBack(shop, stored, customers, whole);
}

function refusal({ code, message }: { readonly code: string; readonly message: string }, field: readonly string[]) {
  return new UserError({ code, field, message: sentence(message) });
}
