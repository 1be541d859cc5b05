import type { RunningVendure } from '@clientele/servers';
import { z } from 'zod';

const answered = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.unknown().optional() });
const made = z.object({ made: z.object({ id: z.string() }) });

/** Vendure's Admin API, as its own pages ask it: by the superadministrator, about one channel. */
export class Admin {
  readonly #url: string;
  readonly #token: string;
  readonly #channel: string | undefined;

  private constructor(url: string, token: string, channel: string | undefined) {
    this.#url = url;
    this.#token = token;
    this.#channel = channel;
  }

  static async of({ address, administrator }: RunningVendure): Promise<Admin> {
    const url = `${address}/admin-api`;
    const { username, password } = administrator;
    const query = `mutation { login(username: "${username}", password: "${password}") { __typename } }`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const token = response.headers.get('vendure-auth-token');
    if (token === null) throw new Error('the superadministrator is not let in');
    return new Admin(url, token, undefined);
  }

  in(channel: string): Admin {
    return new Admin(this.#url, this.#token, channel);
  }

  /** The id of what is asked for as `made`. */
  async make(query: string, variables: object = {}, currency?: string): Promise<string> {
    return made.parse(await this.ask(query, variables, currency)).made.id;
  }

  /** The data of the answer; an error, and one of Vendure's `ErrorResult`s, throws. `currency` is that of a new order. */
  async ask(query: string, variables: object = {}, currency?: string): Promise<unknown> {
    const url = new URL(this.#url);
    if (currency !== undefined) url.searchParams.set('currencyCode', currency);
    const headers = new Headers({ 'content-type': 'application/json', authorization: `Bearer ${this.#token}` });
    if (this.#channel !== undefined) headers.set('vendure-token', this.#channel);
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = answered.parse(await response.json());
    const refused = Object.values(data ?? {}).find((one) => Object(one).errorCode !== undefined);
    if (errors !== undefined || refused !== undefined)
      throw new Error(`Vendure answers ${JSON.stringify(errors ?? refused).slice(0, 1000)} to ${query.slice(0, 200)}`);
    return data;
  }
}
