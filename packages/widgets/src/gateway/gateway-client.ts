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

const UNREACHABLE = 'The gateway cannot be reached. Check the connection and try again.';
/** A browser does not tell a page of an origin that is not allowed from a lost connection. */
const UNREACHABLE_BY_TOKEN =
  'The gateway cannot be reached. Check the connection, and that widgets are allowed on this page (clientele widget allow).';

/** Asks one gateway. A refused token is renewed once; a second refusal ends the session. */
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
    try {
      const first = await this.#attempt<Data>(question.text, variables, signal);
      return first.outcome === 'session-ended' && this.#tokens !== undefined
        ? await this.#attempt<Data>(question.text, variables, signal)
        : first;
    } catch (cause) {
      if (signal.aborted) return { outcome: 'superseded' };
      if (cause instanceof TokenUnavailable) return { outcome: 'session-ended' };
      return { outcome: 'failed', message: this.#tokens === undefined ? UNREACHABLE : UNREACHABLE_BY_TOKEN };
    }
  }

  async #attempt<Data>(text: string, variables: unknown, signal: AbortSignal): Promise<Answer<Data>> {
    const { endpoint, shop, fetch } = this.#options;
    const token = await this.#token();
    signal.throwIfAborted();
    const response = await fetch(endpoint, {
      method: 'POST',
      signal,
      credentials: token === undefined ? 'same-origin' : 'omit',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(shop === undefined ? {} : { 'x-clientele-shop': shop }),
      },
      body: JSON.stringify({ query: text, variables }),
    });
    if (response.status === 401) return this.#ended(token);
    const { data, errors = [] }: GraphqlAnswer<Data> = await response.json();
    const [error] = errors;
    if (errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) return this.#ended(token);
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
      throw new TokenUnavailable('getToken() failed', { cause });
    }
  }

  #ended(token: string | undefined): Answer<never> {
    if (token !== undefined) this.#tokens?.refuse(token);
    return { outcome: 'session-ended' };
  }
}

class TokenUnavailable extends Error {}
