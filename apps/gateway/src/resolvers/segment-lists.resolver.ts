import { changeList, createList } from '@clientele/pipeline';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId } from '../schema/global-id.js';
import { Segment } from '../schema/segment.js';
import {
  SegmentDecideInput,
  SegmentDecidePayload,
  SegmentSnapshotInput,
  UnknownPerson,
} from '../schema/segment-lists.js';
import { SegmentPayload } from '../schema/segment-mutations.js';
import { UserError, userErrors } from '../schema/user-error.js';

/** People that one request may name. */
const MOST_PEOPLE = 1_000;

@Resolver()
export class SegmentListsResolver {
  @Needs('write:segments')
  @ReadsWholeShop()
  @Mutation(() => SegmentPayload, {
    description: 'Makes a list: a segment of those who are members now, which changes by hand alone.',
  })
  async segmentSnapshot(
    @Ctx() { deps, shop, credential, follow }: GatewayContext,
    @Arg('input', () => SegmentSnapshotInput) { name, query, description, reason }: SegmentSnapshotInput,
  ): Promise<SegmentPayload> {
    const asked = { name, ...(query != null && { query }), ...(description != null && { description }) };
    const made = await deps.inTurn(shop.id, () =>
      createList(deps, shop, { ...asked, reason: reason ?? '' }, nameOf(credential)),
    );
    if (made.outcome === 'invalid') return new SegmentPayload(null, userErrors(made.errors, ['input', 'query']));
    if (made.outcome === 'refused') return new SegmentPayload(null, [refusal(made)]);
    follow(deps.advanceShop(shop));
    return new SegmentPayload(new Segment(made.segment), []);
  }

  @Needs('write:segments')
  @ReadsWholeShop()
  @Mutation(() => SegmentDecidePayload, {
    description: 'Decides by hand whether people are members of a segment, whatever its query says.',
  })
  async segmentDecide(
    @Ctx() { deps, shop, credential, follow }: GatewayContext,
    @Arg('input', () => SegmentDecideInput) { id, decision, people: named, reason }: SegmentDecideInput,
  ): Promise<SegmentDecidePayload> {
    // The ledger itself, since an earlier mutation of the same request may have changed it.
    const segment = localId('Segment', id);
    const saved = segment === undefined ? undefined : await deps.ledger.segments.find(shop.id, segment);
    if (saved === undefined || saved.id !== segment) return refusedToDecide(NOT_FOUND);
    const people = named.map((text, index) => ({ place: String(index), text: localId('Profile', text) ?? text }));
    const asked = { segment: saved.id, decided: decidedOf(decision), people, reason: reason ?? '' };
    const changed = await deps.inTurn(shop.id, () => changeList(deps, shop, asked, nameOf(credential), MOST_PEOPLE));
    if (changed.outcome === 'refused') return refusedToDecide(changed);
    if (changed.people > 0) follow(deps.advanceShop(shop));
    return new SegmentDecidePayload({
      segment: new Segment(changed.segment),
      people: changed.people,
      unknown: changed.unknownPeople.map((person) => new UnknownPerson(person)),
      userErrors: [],
    });
  }
}

interface Refused {
  readonly code: string;
  readonly message: string;
}

const NOT_FOUND: Refused = { code: 'segment.not-found', message: 'There is no such segment.' };

function refusedToDecide(refused: Refused): SegmentDecidePayload {
  return new SegmentDecidePayload({ segment: null, people: 0, unknown: [], userErrors: [refusal(refused)] });
}

function decidedOf(decision: string): 'added' | 'excluded' | 'none' {
  return decision === 'added' || decision === 'excluded' ? decision : 'none';
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'segment.bad-name': 'name',
  'segment.name-taken': 'name',
  'segment.not-found': 'id',
  'list.bad-reason': 'reason',
  'list.too-many': 'people',
};

function refusal({ code, message }: Refused): UserError {
  const field = FIELD_OF[code];
  return new UserError({ code, field: field === undefined ? ['input'] : ['input', field], message });
}
