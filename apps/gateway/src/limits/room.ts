import type { ServerResponse } from 'node:http';

/** Room for what comes in at once, so that many large bodies cannot fill the memory. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Takes room until the answer is over, or the connection; false where there is too little. */
  take(bytes: number, response: ServerResponse): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    response.once('close', () => {
      this.#left += bytes;
    });
    return true;
  }
}
