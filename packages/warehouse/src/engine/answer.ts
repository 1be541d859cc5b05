import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { QueryRefused } from './query-refused.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  JSONCompactEachRow: 'application/x-ndjson; charset=UTF-8',
};

/** A response in ClickHouse's form. Its head goes out with the first bytes, so that an early error has its status. */
export class Answer {
  readonly #response: ServerResponse;
  readonly #gzip: boolean;
  readonly #tag = randomBytes(8).toString('hex');
  #body: Writable | undefined;

  constructor(response: ServerResponse, gzip: boolean) {
    this.#response = response;
    this.#gzip = gzip;
    // A reader that hangs up while something is written; its query is killed through the response's `close`.
    response.on('error', () => {});
  }

  header(name: string, value: string): void {
    this.#response.setHeader(name, value);
  }

  format(name: string): void {
    this.header('X-ClickHouse-Format', name);
    this.header('Content-Type', CONTENT_TYPES[name] ?? 'text/plain; charset=UTF-8');
  }

  /** Writes, and waits while the reader is slow. Rejects when the signal aborts. */
  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const body = this.#open();
    if (!body.write(bytes)) await once(body, 'drain', { signal });
  }

  end(): void {
    this.#open().end();
  }

  /** Before the first bytes: status and headers as ClickHouse sends them. After: its block at the end of the body. */
  fail(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.#body === undefined) {
      const code =
        error instanceof QueryRefused ? error.clickhouseCode : Number(/^Code: (\d+)/.exec(text)?.[1] ?? 1002);
      this.#response.writeHead(code === 516 ? 403 : 500, {
        'Content-Type': 'text/plain; charset=UTF-8',
        'X-ClickHouse-Exception-Code': code,
      });
      this.#response.end(`${text}\n`);
      return;
    }
    const message = `${text}\n`;
    const mark = '\r\n__exception__\r\n';
    this.#body.end(`${mark}${this.#tag}\r\n${message}${Buffer.byteLength(message)} ${this.#tag}${mark}`);
  }

  #open(): Writable {
    if (this.#body === undefined) {
      this.header('X-ClickHouse-Exception-Tag', this.#tag);
      if (this.#gzip) {
        this.header('Content-Encoding', 'gzip');
        const gzip = createGzip();
        gzip.pipe(this.#response.writeHead(200));
        this.#body = gzip;
      } else {
        this.#body = this.#response.writeHead(200);
      }
    }
    return this.#body;
  }
}
