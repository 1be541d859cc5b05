import {
  type Connector,
  type Heard,
  type Hook,
  type Hooks,
  hearHook,
  readSettings,
  withSecrets,
} from '@clientele/connector-kit';
import type { HookDoor, JsonValue } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';
import type { Parts } from '../parts.js';

export interface HookParts extends Parts {
  /** All kinds of platform that there are. */
  readonly connectors: readonly Connector[];
  /** Something waits in the inbox of a connection. */
  readonly onKept: (shop: ShopId, connection: string) => void;
}

/** Where the webhooks of one connection come in. */
export interface OpenDoor {
  readonly hooks: Hooks;
  /** Verifies it; nothing is kept. */
  readonly hear: (hook: Hook) => Promise<Heard>;
  /** Keeps what was heard: it is on the disk when this resolves, once for the same delivery. */
  readonly keep: (heard: Extract<Heard, { outcome: 'heard' }>) => Promise<void>;
}

/** Lets in what platforms tell by themselves: verified by the connection's own secrets, and kept before it is answered. */
export class HookEntrance {
  readonly #parts: HookParts;

  constructor(parts: HookParts) {
    this.#parts = parts;
  }

  /** What is behind a token; undefined where nothing is that hears. */
  async open(token: string): Promise<OpenDoor | undefined> {
    return this.#behind(await this.#parts.ledger.hookDoors.find(token));
  }

  /** The same of a connection, for webhooks that come to one address for many shops. */
  async openOf(shop: ShopId, connection: string): Promise<OpenDoor | undefined> {
    return this.#behind(await this.#parts.ledger.hookDoors.of(shop, connection));
  }

  #behind(door: HookDoor | undefined): OpenDoor | undefined {
    const { ledger, clock, connectors, onKept } = this.#parts;
    const connector = connectors.find(({ id }) => id === door?.connection.connector);
    if (door === undefined || connector?.hear === undefined) return undefined;
    const { shop, connection } = door;
    const hear = async (hook: Hook): Promise<Heard> => {
      // With the connection its secrets have ended, by which a webhook would be known; what is no secret may still be there.
      if (door.hasEnded) return { outcome: 'refused', code: 'unverified', reason: 'the connection has ended' };
      const settings = this.#settings(door, connector);
      if (settings === undefined) {
        return { outcome: 'refused', code: 'broken', reason: 'the settings of the connection cannot be read' };
      }
      return hearHook(connector, settings, hook, clock());
    };
    return {
      hooks: connector.hooks ?? {},
      hear,
      keep: async (heard) => {
        const { id, answer: _, ...said } = heard;
        // Only what is JSON can be kept, and what was heard is.
        const json: JsonValue = JSON.parse(JSON.stringify({ id, ...said }));
        const delivery = { shop, connection: connection.name, id, receivedAt: clock(), heard: json };
        if ((await ledger.inbox.append(delivery)) === 'kept') onKept(shop, connection.name);
      },
    };
  }

  /** The connection's settings, with the secrets that still hold beside its own. */
  #settings({ connection, secrets, retiring }: HookDoor, { settings: schema, hooks }: Connector): object | undefined {
    const reading = readSettings(schema, { ...Object(connection.config), ...Object(secrets) });
    if (reading.outcome === 'invalid') return undefined;
    const now = this.#parts.clock();
    const still = retiring.filter(({ until }) => until > now).map(({ secret }) => secret);
    return hooks?.secrets === undefined ? reading.settings : withSecrets(reading.settings, hooks.secrets, still);
  }
}
