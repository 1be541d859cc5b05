import type { Segment as SavedSegment } from '@clientele/ledger';
import { createSegment, deleteSegments, type QueryFault, reviseSegment, saveTemplates } from '@clientele/pipeline';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId } from '../schema/global-id.js';
import { Segment } from '../schema/segment.js';
import {
  SegmentCreateInput,
  SegmentPayload,
  SegmentsPayload,
  SegmentUpdateInput,
} from '../schema/segment-mutations.js';
import { UserError, userErrors } from '../schema/user-error.js';
import { sentence } from '../sentence.js';

@Resolver()
export class SegmentMutationsResolver {
  @Needs('write:segments')
  @ReadsWholeShop()
  @Mutation(() => SegmentPayload)
  async segmentCreate(
    @Ctx() context: GatewayContext,
    @Arg('input', () => SegmentCreateInput) input: SegmentCreateInput,
  ): Promise<SegmentPayload> {
    const { deps, shop, credential } = context;
    const { name, query, description } = input;
    const draft = { name, query, ...(description != null && { description }) };
    return answer(context, 'segment.created', await createSegment(deps, shop, draft, nameOf(credential)));
  }

  @Needs('write:segments')
  @ReadsWholeShop()
  @Mutation(() => SegmentPayload)
  async segmentUpdate(
    @Ctx() context: GatewayContext,
    @Arg('input', () => SegmentUpdateInput) { id, name, query, description, expectedVersion }: SegmentUpdateInput,
  ): Promise<SegmentPayload> {
    const { deps, shop, credential } = context;
    const segment = await savedSegment(context, id);
    if (segment === undefined) return notFound(['input']);
    const revision = {
      ...(name != null && { name }),
      ...(query != null && { query }),
      ...(description != null && { description }),
      ...(expectedVersion != null && { expectedVersion }),
    };
    return answer(
      context,
      'segment.revised',
      await reviseSegment(deps, shop, segment.id, revision, nameOf(credential)),
    );
  }

  @Needs('write:segments')
  @ReadsWholeShop()
  @Mutation(() => SegmentPayload)
  async segmentDelete(@Ctx() context: GatewayContext, @Arg('id', () => ID) id: string): Promise<SegmentPayload> {
    const segment = await savedSegment(context, id);
    if (segment === undefined) return notFound([]);
    const deleted = await deleteSegments(context.deps, context.shop, [segment.id]);
    const outcome = deleted.outcome === 'refused' ? deleted : { outcome: deleted.outcome, segment };
    return answer(context, 'segment.deleted', outcome);
  }

  @Needs('write:segments')
  @Mutation(() => SegmentsPayload, { description: 'Saves templates as segments.' })
  async segmentTemplatesSave(
    @Ctx() context: GatewayContext,
    @Arg('handles', () => [String], { description: 'Of the templates.' }) handles: string[],
  ): Promise<SegmentsPayload> {
    const { deps, shop, credential } = context;
    const who = nameOf(credential);
    const saved = await saveTemplates(deps, shop, handles, who);
    if (saved.outcome === 'refused') {
      return new SegmentsPayload([], [new UserError({ ...saved, field: ['handles'] })]);
    }
    for (const { id } of saved.segments) {
      await deps.ledger.auditLog.append(shop.id, { who, what: 'segment.created', subject: id }, deps.clock());
    }
    if (saved.segments.length > 0) context.follow(deps.advanceShop(shop));
    return new SegmentsPayload(
      saved.segments.map((segment) => new Segment(segment)),
      [],
    );
  }
}

type Outcome =
  | { readonly outcome: 'created' | 'saved' | 'unchanged' | 'deleted'; readonly segment: SavedSegment }
  | { readonly outcome: 'invalid'; readonly errors: readonly QueryFault[] }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string };

/** Writes down what was done, and lets the members follow without waiting for them. */
async function answer(
  context: GatewayContext,
  what: 'segment.created' | 'segment.revised' | 'segment.deleted',
  outcome: Outcome,
): Promise<SegmentPayload> {
  if (outcome.outcome === 'invalid') return new SegmentPayload(null, userErrors(outcome.errors, ['input', 'query']));
  if (outcome.outcome === 'refused')
    return refusal(outcome.code, outcome.message, what === 'segment.deleted' ? [] : ['input']);
  const { deps, shop, credential } = context;
  const { segment } = outcome;
  if (outcome.outcome !== 'unchanged') {
    await deps.ledger.auditLog.append(shop.id, { who: nameOf(credential), what, subject: segment.id }, deps.clock());
    context.follow(deps.advanceShop(shop));
  }
  return new SegmentPayload(new Segment(segment), []);
}

/** The ledger itself, since an earlier mutation of the same request may have changed it. */
async function savedSegment({ deps, shop }: GatewayContext, id: string): Promise<SavedSegment | undefined> {
  const asked = localId('Segment', id);
  const segment = asked === undefined ? undefined : await deps.ledger.segments.find(shop.id, asked);
  return segment?.id === asked ? segment : undefined;
}

/** @param under the argument that the field is in */
function refusal(code: string, message: string, under: readonly string[]): SegmentPayload {
  const field = [...under, ...(FIELD_OF[code] ?? [])];
  return new SegmentPayload(null, [new UserError({ code, field, message: sentence(message) })]);
}

const FIELD_OF: Readonly<Record<string, readonly string[]>> = {
  'segment.bad-name': ['name'],
  'segment.name-taken': ['name'],
  'segment.circle': ['query'],
  'segment.unknown-reference': ['query'],
  'segment.changed-meanwhile': ['expectedVersion'],
  'segment.in-use': ['id'],
  'segment.not-found': ['id'],
};

function notFound(under: readonly string[]): SegmentPayload {
  return refusal('segment.not-found', 'There is no such segment.', under);
}
