import { hash } from 'node:crypto';
import type { Heard, Hook } from '@clientele/connector-kit';
import { isSignedBy, losslessJson } from '@clientele/connector-shopify';
import type { OpenDoor } from '@clientele/pipeline';
import { z } from 'zod';

/** What a webhook of one kind is to the app. */
export interface Told<Body> {
  readonly body: z.ZodType<Body>;
  /** Whether the signed body is of the shop that the request names: only bodies are signed. */
  readonly isOf: (body: Body) => boolean;
  /** What it is about is done, or on the disk, when this resolves. */
  readonly act: (body: Body, id: string) => Promise<unknown>;
}

/** The door for one webhook that is the app's own to hear: verified over its raw bytes, read, acted upon. */
export function signedDoor<Body>(secrets: readonly string[], { body: schema, isOf, act }: Told<Body>): OpenDoor {
  let told: Body | undefined;
  return {
    hooks: {},
    async hear(hook) {
      if (!isSignedBy(hook, secrets)) return unverified('it is not signed by the app');
      const read = schema.safeParse(jsonOf(hook));
      if (!read.success)
        return { outcome: 'refused', code: 'unreadable', reason: 'it is not of the form of its topic' };
      if (!isOf(read.data)) return unverified('it is of another shop');
      told = read.data;
      return { outcome: 'heard', id: idOf(hook) };
    },
    async keep({ id }) {
      if (told !== undefined) await act(told, id);
    },
  };
}

/** The door for a shop that we do not know: who signs as Shopify is told that all is well, and nothing is kept. */
export function nobodysDoor(secrets: readonly string[]): OpenDoor {
  return signedDoor(secrets, { body: z.json(), isOf: () => true, act: async () => {} });
}

/** Undefined where it is no JSON. */
function jsonOf({ body }: Hook): unknown {
  try {
    return losslessJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Shopify numbers what it sends, and sends the same number again. */
function idOf({ headers, body }: Hook): string {
  return headers.get('x-shopify-webhook-id') ?? hash('sha256', body, 'base64url');
}

function unverified(reason: string): Heard {
  return { outcome: 'refused', code: 'unverified', reason };
}
