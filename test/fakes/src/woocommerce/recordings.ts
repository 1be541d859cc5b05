import { readFileSync } from 'node:fs';
import type { VersionName } from './version.js';

/** A request that was made of a real server, and its answer. */
export interface Exchange {
  /** What it shows. */
  readonly label: string;
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** The JSON of the answer: a thing, a list of them, or an error. */
    readonly body: unknown;
  };
}

/** A webhook as a real server delivered it. */
export interface RecordedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly signatureMatches: boolean;
}

export interface RecordedDeliveries {
  readonly secret: string;
  readonly deliveries: readonly RecordedDelivery[];
}

/** What a real WooCommerce of that version answered, in the order it was asked. */
export function recordedExchanges(version: VersionName): readonly Exchange[] {
  return recording(`rest-${version}.json`) as readonly Exchange[];
}

/** What a real WooCommerce 11.0.1 delivered: 8 pings, then 10 webhooks. */
export function recordedDeliveries(): RecordedDeliveries {
  return recording('webhooks-11.0.1.json') as RecordedDeliveries;
}

function recording(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../recordings/woocommerce/${name}`, import.meta.url), 'utf8'));
}
