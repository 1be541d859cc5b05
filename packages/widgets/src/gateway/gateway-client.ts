import type { Answer } from './answer.js';
import { type GetToken, TokenHolder } from './token-holder.js';

export interface GatewayOptions {
  /** Address of the gateway's GraphQL door. */
  readonly endpoint: string;
  /** The shop to ask about, where a session may see several. */
  readonly shop?: string | undefined;
  /** Without it the browser's own session cookie speaks; with it no cookie is sent. */
  readonly getToken?: GetToken | undefined;
  /** Milliseconds; decides only when a token is renewed. */
  readonly clock: () => number;
  readonly fetch: typeof fetch;
}

/** A question: GraphQL text that always answers with data of one shape. */
export interface Question<Data, Variables extends Readonly<Record<string, unknown>>> {
  readonly text: string;
  /** Never present: ties the types to the text. */
  readonly shape?: (variables: Variables) => Data;
}

interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What a door beside GraphQL's says of what went wrong (RFC 9457). */
interface Problem {
  readonly detail?: string;
}

const UNREACHABLE = 'The gateway cannot be reached. Check the connection and try again.';
/** A browser does not tell a page of an origin that is not allowed from a lost connection. */
const UNREACHABLE_BY_TOKEN =
  'The gateway cannot be reached. Check the connection, and that widgets are allowed on this page (clientele widget allow).';

/**
 * Asks one gateway. A refused token is renewed once; a second refusal ends the session. Why no token was to be had or was
 * refused stands on the browser's console, for whoever builds the page.
 */
export class GatewayClient {
  readonly #options: GatewayOptions;
  readonly #tokens: TokenHolder | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#tokens = options.getToken && new TokenHolder(options.getToken, options.clock);
  }

  async ask<Data, Variables extends Readonly<Record<string, unknown>>>(
    question: Question<Data, Variables>,
    variables: Variables,
    signal: AbortSignal,
  ): Promise<Answer<Data>> {
    return this.#trying(signal, () => this.#answer<Data>(question.text, variables, signal));
  }

  /** A file that the gateway makes at a door beside GraphQL's. */
  async file(door: string, asked: object, signal: AbortSignal): Promise<Answer<Blob>> {
    return this.#trying(signal, async (): Promise<Answer<Blob>> => {
      const { response, token } = await this.#post(this.addressOf(door), asked, signal);
      if (response.ok) return { outcome: 'answered', data: await response.blob() };
      const { detail }: Problem = await response.json();
      if (response.status === 401) return this.#ended(token, detail);
      const message = detail ?? `The gateway answered ${response.status}.`;
      return response.status === 403 ? { outcome: 'not-allowed', message } : { outcome: 'failed', message };
    });
  }

  /** The whole address of what the gateway says is below its own. */
  addressOf(path: string): string {
    return new URL(path, this.#doors()).href;
  }

  /** What is refused for its token is tried once more with another. */
  async #trying<Data>(signal: AbortSignal, attempt: () => Promise<Answer<Data>>): Promise<Answer<Data>> {
    try {
      const first = await attempt();
      return first.outcome === 'session-ended' && this.#tokens !== undefined ? await attempt() : first;
    } catch (cause) {
      if (signal.aborted) return { outcome: 'superseded' };
      if (cause instanceof TokenUnavailable) return { outcome: 'session-ended' };
      return { outcome: 'failed', message: this.#isElsewhere() ? UNREACHABLE_BY_TOKEN : UNREACHABLE };
    }
  }

  /** Where the endpoint stands, absolute. */
  #doors(): URL {
    return new URL(this.#options.endpoint, globalThis.location?.href);
  }

  #isElsewhere(): boolean {
    return this.#tokens !== undefined && this.#doors().origin !== globalThis.location?.origin;
  }

  async #post(
    address: string,
    asked: object,
    signal: AbortSignal,
  ): Promise<{ response: Response; token: string | undefined }> {
    const { shop, fetch } = this.#options;
    const token = await this.#token();
    signal.throwIfAborted();
    const response = await fetch(address, {
      method: 'POST',
      signal,
      credentials: token === undefined ? 'same-origin' : 'omit',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(shop === undefined ? {} : { 'x-clientele-shop': shop }),
      },
      body: JSON.stringify(asked),
    });
    return { response, token };
  }

  async #answer<Data>(query: string, variables: unknown, signal: AbortSignal): Promise<Answer<Data>> {
    const { response, token } = await this.#post(this.#options.endpoint, { query, variables }, signal);
    const { data, errors = [] }: GraphqlAnswer<Data> = await response.json();
    const [error] = errors;
    if (response.status === 401 || errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) {
      return this.#ended(token, error?.message);
    }
    if (response.status === 403 || error?.extensions?.code === 'FORBIDDEN') {
      return { outcome: 'not-allowed', message: error?.message ?? 'This is not open to you.' };
    }
    if (error !== undefined) return { outcome: 'failed', message: error.message };
    return data == null
      ? { outcome: 'failed', message: `The gateway answered ${response.status} without data.` }
      : { outcome: 'answered', data };
  }

  async #token(): Promise<string | undefined> {
    try {
      return await this.#tokens?.token();
    } catch (cause) {
      console.warn('Clientele got no token of this page: getToken() failed.', cause);
      throw new TokenUnavailable('getToken() failed', { cause });
    }
  }

  #ended(token: string | undefined, reason: string | undefined): Answer<never> {
    if (token !== undefined) {
      console.warn(`Clientele refused the token that getToken() gave: ${reason ?? 'it did not say why'}`);
      this.#tokens?.refuse(token);
    }
    return { outcome: 'session-ended' };
  }
}

class TokenUnavailable extends Error {}
