import type { HoldOut, MembershipState, Segment, SegmentVersion } from '@clientele/ledger';
import type { Instant, SegmentId, Shop } from '@clientele/model';
import {
  type ConnectionStanding,
  connectionRecords,
  connectionStandings,
  customTypes,
  type DecidedByHand,
  decidedByHand,
  type FoundProfile,
  findProfiles,
  freshnessOfSegments,
  historyKnownFrom,
  type KindCount,
  memberCounts,
  named,
  type Parts,
  profilesOfRecords,
  type RfmGrid,
  referringSegments,
  rfmGrid,
  type SegmentFreshness,
  type ShopReads,
  type ShopStatus,
  shopReads,
  status,
  type Traits,
  traitsOf,
} from '@clientele/pipeline';
import type { CustomTypes } from '@clientele/segmentation';
import {
  type CustomerCard,
  customerCards,
  inLane,
  type MembershipOfProfile,
  membershipsOfProfiles,
  type OrderPlace,
  orderPages,
  type PlacedOrder,
  type RecordKey,
  type SegmentMember,
  segmentMembers,
} from '@clientele/warehouse';
import DataLoader from 'dataloader';
import type { GatewayDeps } from './deps.js';
import { once } from './once.js';

/** One page of a list that hangs on something: what it hangs on, how many, behind what. */
export interface PageKey<Of, After> {
  readonly of: Of;
  readonly limit: number;
  readonly after?: After | undefined;
}

export interface LoadedMember extends SegmentMember {
  readonly profile: FoundProfile;
}

/** What one request reads of its shop: each kind once for all who ask for it in the same turn. */
export interface Loaders {
  /** By any id that the profile has had. */
  readonly profiles: DataLoader<string, FoundProfile | undefined>;
  /** By a customer record that is this person. */
  readonly profilesOfRecords: DataLoader<RecordKey, FoundProfile | undefined, string>;
  /** By number of the profile, like all that follow. */
  readonly customers: DataLoader<number, readonly CustomerCard[]>;
  readonly traits: DataLoader<number, Traits>;
  /** The custom attributes of the shop. */
  readonly customTypes: () => Promise<CustomTypes>;
  readonly memberships: DataLoader<number, readonly MembershipOfProfile[]>;
  readonly decidedByHand: DataLoader<number, readonly DecidedByHand[]>;
  readonly orders: DataLoader<PageKey<number, OrderPlace>, readonly PlacedOrder[], string>;
  /** By id of the segment. */
  readonly members: DataLoader<PageKey<string, number>, readonly LoadedMember[], string>;
  readonly segments: () => Promise<readonly Segment[]>;
  /** Newest first. */
  readonly versions: DataLoader<SegmentId, readonly SegmentVersion[]>;
  /** Those that refer to a segment, by its handle. */
  readonly referringSegments: () => Promise<ReadonlyMap<string, readonly Segment[]>>;
  /** From when on it is known who was in each segment. */
  readonly historyKnownFrom: () => Promise<ReadonlyMap<SegmentId, Instant>>;
  readonly freshness: () => Promise<ReadonlyMap<string, SegmentFreshness>>;
  /** The shares that the shop held out, newest first. */
  readonly holdOuts: () => Promise<readonly HoldOut[]>;
  readonly membershipStates: () => Promise<ReadonlyMap<string, MembershipState>>;
  readonly profileCount: () => Promise<number>;
  /** How the shop's connections stand, by name. */
  readonly connections: () => Promise<readonly ConnectionStanding[]>;
  /** The records of a connection, by its name. */
  readonly connectionRecords: DataLoader<string, readonly KindCount[]>;
  readonly totals: () => Promise<ShopStatus>;
  readonly rfmGrid: () => Promise<RfmGrid>;
  readonly memberCounts: () => Promise<ReadonlyMap<string, number>>;
}

export function loadersOf(parts: GatewayDeps, shop: Shop): Loaders {
  const anew = shopReads(parts, shop.id);
  const reads: ShopReads = {
    profileCount: once(anew.profileCount),
    segments: once(anew.segments),
    membershipStates: once(anew.membershipStates),
  };
  const sql = inLane(parts.sql, 'look-up');
  return {
    profiles: byKey((ids) => findProfiles(parts, shop.id, ids), undefined),
    profilesOfRecords: new DataLoader((records) => profilesOfRecords(parts, shop.id, records), {
      cacheKeyFn: ({ connection, externalId }) => JSON.stringify([connection, externalId]),
    }),
    customers: byKey((numbers) => customerCards(sql, shop.id, numbers), []),
    traits: byKey((numbers) => traitsOf({ ...parts, sql }, shop, numbers), new Map()),
    customTypes: once(() => customTypes(parts.ledger, shop.id)),
    memberships: byKey((numbers) => membershipsOfProfiles(sql, shop.id, numbers), []),
    decidedByHand: byKey(async (numbers) => {
      const decided = (await reads.segments()).filter(({ listed }) => listed > 0);
      return decidedByHand(
        { ...parts, sql },
        shop,
        decided.map(({ id }) => id),
        numbers,
      );
    }, []),
    orders: byPage((numbers, page) => orderPages(sql, shop.id, numbers, page)),
    members: byPage(async (segments, page) =>
      withProfiles({ sql }, shop, await segmentMembers(sql, shop.id, segments, page)),
    ),
    segments: reads.segments,
    versions: byKey((segments) => parts.ledger.segments.versions(shop.id, segments), []),
    referringSegments: once(() => referringSegments(parts, shop.id)),
    historyKnownFrom: once(async () => historyKnownFrom(parts, shop.id, await reads.segments())),
    freshness: once(() => freshnessOfSegments(parts, shop)),
    holdOuts: once(() => parts.ledger.holdOuts.list(shop.id)),
    membershipStates: once(async () => new Map((await reads.membershipStates()).map((s) => [s.segment, s]))),
    profileCount: reads.profileCount,
    connections: once(() => connectionStandings(parts, parts.connections, shop)),
    connectionRecords: byKey(async (names) => {
      const counts = await Promise.all(names.map((name) => connectionRecords(parts, shop, name)));
      return new Map(names.map((name, index) => [name, counts[index] ?? []]));
    }, []),
    totals: once(() => status(parts, shop, undefined, reads)),
    rfmGrid: once(() => rfmGrid(parts, shop, reads)),
    memberCounts: once(() => memberCounts(parts, shop.id)),
  };
}

function byKey<Key, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  absent: Value,
): DataLoader<Key, Value> {
  return new DataLoader(async (keys) => {
    const found = await load(keys);
    return keys.map((key) => found.get(key) ?? absent);
  });
}

/** Pages that begin and end alike are read together. */
function byPage<Of, After, Value>(
  load: (of: readonly Of[], page: { limit: number; after?: After }) => Promise<ReadonlyMap<Of, readonly Value[]>>,
): DataLoader<PageKey<Of, After>, readonly Value[], string> {
  const alike = ({ limit, after }: PageKey<Of, After>) => JSON.stringify([limit, after]);
  return new DataLoader(
    async (keys) => {
      const groups = [...Map.groupBy(keys, alike)].map(async ([group, [first, ...others]]) => {
        const { limit, after } = first as PageKey<Of, After>;
        const of = [first, ...others].flatMap((key) => (key === undefined ? [] : [key.of]));
        return [group, await load(of, { limit, ...(after !== undefined && { after }) })] as const;
      });
      const found = new Map(await Promise.all(groups));
      return keys.map((key) => found.get(alike(key))?.get(key.of) ?? []);
    },
    { cacheKeyFn: (key) => JSON.stringify(key) },
  );
}

async function withProfiles(
  parts: Pick<Parts, 'sql'>,
  shop: Shop,
  members: ReadonlyMap<string, readonly SegmentMember[]>,
): Promise<Map<string, LoadedMember[]>> {
  const numbers = new Set([...members.values()].flat().map((member) => member.profileNo));
  const profiles = new Map((await named(parts, shop, [...numbers])).map((found) => [found.profileNo, found]));
  const loaded = (member: SegmentMember): LoadedMember[] => {
    const profile = profiles.get(member.profileNo);
    return profile === undefined ? [] : [{ ...member, profile }];
  };
  return new Map([...members].map(([segment, list]) => [segment, list.flatMap(loaded)]));
}
