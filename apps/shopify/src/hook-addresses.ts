import type { AppKeys } from '@clientele/connector-shopify';
import { type Instant, msOfInstant } from '@clientele/model';
import type { HookEntrance, OpenDoor } from '@clientele/pipeline';
import { z } from 'zod';
import { complianceTold, isComplianceTopic } from './compliance-topics.js';
import type { InstallationParts, Installations } from './installations.js';
import { nobodysDoor, signedDoor } from './signed-door.js';

/** Where Shopify sends the webhooks of all shops. */
export const WEBHOOKS_PATH = '/shopify/webhooks';
/** Where it sends what the law asks for. */
export const COMPLIANCE_PATH = '/shopify/webhooks/compliance';
/** The topics that are about the app, not about what the shop sells. */
export const APP_TOPICS = ['app/uninstalled', 'app/scopes_update'] as const;

export interface HookAddressParts extends Pick<InstallationParts, 'ledger' | 'clock'> {
  readonly hooks: Pick<HookEntrance, 'openOf'>;
}

/** An address, as whoever serves it takes it. */
export interface HookAddress {
  readonly path: string;
  open(headers: Headers): Promise<{ readonly name: string; readonly door: OpenDoor }>;
}

const uninstalled = z.object({ myshopify_domain: z.string() });
const scopesUpdate = z.object({ current: z.array(z.string()) });

/** The two addresses of the app's configuration. What a request says of itself only chooses the door; that verifies it. */
export function hookAddresses(parts: HookAddressParts, installations: Installations, keys: AppKeys): HookAddress[] {
  const secrets = [keys.clientSecret, ...keys.formerClientSecrets];
  const { ledger, clock, hooks } = parts;

  const appsOwn = async (headers: Headers, domain: string): Promise<OpenDoor> => {
    const topic = headers.get('x-shopify-topic');
    const known = await installations.find(domain);
    if (known === undefined || known.removedAt !== null) return nobodysDoor(secrets);
    switch (topic) {
      case 'app/uninstalled':
        return signedDoor(secrets, {
          body: uninstalled,
          isOf: (body) => body.myshopify_domain === domain,
          // One of before it was installed again may come late.
          act: async () => isBefore(headers, known.installedAt) || (await installations.remove(domain)),
        });
      case 'app/scopes_update':
        return signedDoor(secrets, {
          body: scopesUpdate,
          isOf: () => true,
          act: ({ current }) => installations.grant(domain, current),
        });
      default:
        // Disconnected here, the app is in the shop yet: what it is told of is nobody's, and Shopify need not try again.
        if (await ledger.pulls.hasEnded(known.shop, known.connection)) return nobodysDoor(secrets);
        return (await hooks.openOf(known.shop, known.connection)) ?? nobodysDoor(secrets);
    }
  };

  const compliance = async (headers: Headers, domain: string): Promise<OpenDoor> => {
    const topic = headers.get('x-shopify-topic');
    // Also where the app is out of it: until the shop is to be erased, it is here.
    const known = await installations.find(domain);
    if (known === undefined) return nobodysDoor(secrets);
    if (!isComplianceTopic(topic))
      return signedDoor(secrets, { body: z.never(), isOf: () => false, act: async () => {} });
    const { shop, connection } = known;
    return signedDoor(secrets, complianceTold(topic, { ledger, clock, domain, shop, connection }));
  };

  const named = (open: typeof appsOwn) => async (headers: Headers) => {
    const domain = headers.get('x-shopify-shop-domain') ?? '';
    return { name: `shopify/${domain}`, door: await open(headers, domain) };
  };
  return [
    { path: WEBHOOKS_PATH, open: named(appsOwn) },
    { path: COMPLIANCE_PATH, open: named(compliance) },
  ];
}

/** Whether Shopify says that it happened before then. */
function isBefore(headers: Headers, at: Instant): boolean {
  return Date.parse(headers.get('x-shopify-triggered-at') ?? '') < msOfInstant(at);
}
