import type { Channel, EventName, RecordInput } from '@clientele/model';
import { productId } from './catalogue.js';
import { CHANNELS, type Connection, connectionOf, EMAIL_CHANNEL, type SalesChannel } from './channels.js';
import type { Subscription } from './consents.js';
import type { Entry } from './customer-record.js';
import type { Bookings } from './desk.js';
import type { Dated } from './order-records.js';
import { Random, STREAMS } from './random.js';
import { type Setting, scatteredId } from './setting.js';
import type { Shopper } from './shopper.js';
import type { Visit } from './visits.js';

type EventInput = Extract<RecordInput, { kind: 'event' }>;

const MINUTE = 60_000;
const DAY = 86_400_000;
const EXPERIMENT = 'free-postage-banner';

/** Where an event happened, and what is known of who it was. */
interface Scene {
  readonly connection: Connection;
  readonly channel: Channel;
  /** Who it turns out to be; events before this record exists have no customer. */
  readonly entry: Entry | null;
  readonly visit?: string;
}

/** What one person did besides buying, and what was sent to them. */
export function behaviourOf(
  setting: Setting,
  owner: { readonly index: number; readonly shopper: Shopper },
  seen: {
    readonly visits: readonly Visit[];
    readonly bookings: Bookings;
    readonly subscriptions: readonly Subscription[];
    /** For each visit the id of a product that was bought. */
    readonly bought: readonly (string | undefined)[];
  },
): Dated[] {
  const { index, shopper } = owner;
  const random = new Random(setting.seed, index, STREAMS.behaviour);
  const events: Dated[] = [];
  const tell = (scene: Scene, ms: number, name: EventName, more: Partial<EventInput> = {}) => {
    if (ms < setting.calendar.ms(0, 0) || ms >= setting.calendar.end) return;
    const at = setting.calendar.instant(ms);
    const { connection, channel, entry, visit } = scene;
    const who = entry !== null && ms >= entry.createdMs ? { customer: entry.externalId } : { anonymousId: visit };
    const record: EventInput = {
      kind: 'event',
      externalId: `e${index.toString(36)}-${events.length}`,
      version: { updatedAt: at },
      name,
      at,
      channel,
      ...who,
      ...more,
    };
    events.push({ ms, connection, record });
  };
  /** The id of something that the shopper might like. */
  const liked = ({ connection }: Scene) =>
    productId(connection, random.pickSkewed(random.pick(shopper.favourites).products));

  /** Looks around and leaves, sometimes with a basket and once in a while from the checkout. */
  const browse = (scene: Scene, ms: number) => {
    const product = liked(scene);
    const wantsIt = random.chance(0.35);
    tell(scene, ms, 'product_viewed', { product });
    if (random.chance(0.4)) tell(scene, ms + 2 * MINUTE, 'product_viewed', { product: liked(scene) });
    if (random.chance(0.06)) tell(scene, ms + 3 * MINUTE, 'wishlist_added', { product });
    if (!wantsIt) return;
    tell(scene, ms + 4 * MINUTE, 'product_added', { product });
    if (!random.chance(0.55)) return;
    tell(scene, ms + 6 * MINUTE, 'checkout_started');
    tell(scene, ms + 66 * MINUTE, 'checkout_abandoned', { product });
  };

  seen.visits.forEach((visit, number) => {
    const entry = seen.bookings.ofVisit[number] ?? null;
    const id = `v${scatteredId(setting, index, number)}`;
    const scene = sceneOf(visit.channel, entry, id);
    const product = seen.bought[number];
    if (visit.channel === 'app') tell(scene, visit.ms - 20 * MINUTE, 'app_opened');
    if (visit.channel !== 'tills' && visit.channel !== 'marketplace') {
      const isGuest = entry?.desk === 'web_guest' || entry?.desk === 'second_guest';
      const before = isGuest ? { ...scene, entry: null } : scene;
      tell(before, visit.ms - 15 * MINUTE, 'product_viewed', { product });
      if (random.chance(0.6)) tell(before, visit.ms - 8 * MINUTE, 'product_added', { product });
      // The checkout is where a browser gets a name: it says both.
      tell(scene, visit.ms, 'checkout_started', { anonymousId: id });
      if (random.chance(0.45)) browse({ ...scene, visit: `${id}b` }, visit.ms - random.between(2, 20) * DAY);
    }
    if (entry !== null && random.chance(0.07)) {
      const rating = random.pick([1, 2, 3, 4, 4, 5, 5, 5, 5]);
      tell(scene, visit.ms + random.between(6, 25) * DAY, 'review_submitted', {
        product,
        properties: { rating },
      });
    }
    if (entry !== null && random.chance(0.04)) {
      const score = random.pick([0, 3, 5, 6, 7, 8, 8, 9, 9, 10, 10]);
      const properties = { question: 'would_recommend', answer: score };
      tell(scene, visit.ms + random.between(3, 10) * DAY, 'survey_answered', { properties });
    }
  });

  const account = seen.bookings.entries.find((entry) => entry.desk === 'web_account');
  if (account !== undefined) {
    const scene = sceneOf('web', account, `v${account.externalId}`);
    tell(scene, account.createdMs, 'signed_up');
    if (random.chance(0.5)) {
      const properties = { variant: random.pick(['banner', 'control']) };
      tell(scene, account.createdMs + 1000, 'exposure', { campaign: EXPERIMENT, properties });
    }
    const idle = shopper.role === 'prospect' ? random.between(1, 5) : random.below(3);
    for (let session = 0; session < idle; session += 1) {
      browse(scene, account.createdMs + Math.floor(random.unit() * (setting.calendar.end - account.createdMs)));
    }
  }
  const reading = { opens: 0.1 + 0.6 * random.unit() ** 1.5, clicks: 0.05 + 0.25 * random.unit() };
  const subscription = seen.subscriptions.find(({ entry }) => entry.connection === 'web');
  if (subscription !== undefined) readNewsletters(setting, subscription, reading, random, tell);
  return events;
}

function sceneOf(channel: SalesChannel, entry: Entry | null, visit: string): Scene {
  return { connection: connectionOf(channel), channel: CHANNELS[channel], entry, visit };
}

/** One newsletter a month; who opts out says so in answer to the last one. */
function readNewsletters(
  setting: Setting,
  { entry, fromMs, untilMs, optedOut }: Subscription,
  reading: { readonly opens: number; readonly clicks: number },
  random: Random,
  tell: (scene: Scene, ms: number, name: EventName, more?: Partial<EventInput>) => void,
): void {
  const { calendar } = setting;
  const scene: Scene = { connection: entry.connection, channel: EMAIL_CHANNEL, entry };
  let latest: string | null = null;
  for (let day = 0; day < calendar.length; day += 1) {
    if (!calendar.day(day).endsWith('-12')) continue;
    const sentMs = calendar.ms(day, 10 * 3600);
    const [opens, clicks, wait] = [
      random.chance(reading.opens),
      random.chance(reading.clicks),
      random.between(5, 2000),
    ];
    if (sentMs < fromMs || sentMs >= untilMs) continue;
    const campaign = `newsletter-${calendar.day(day).slice(0, 7)}`;
    latest = campaign;
    tell(scene, sentMs, 'message_sent', { campaign });
    if (opens) tell(scene, sentMs + wait * MINUTE, 'message_opened', { campaign });
    if (opens && clicks) tell(scene, sentMs + (wait + 1) * MINUTE, 'message_clicked', { campaign });
  }
  if (optedOut) tell(scene, untilMs, 'unsubscribed', latest === null ? {} : { campaign: latest });
}
