import { reasonOf } from '@clientele/connector-kit';

/** Why what is read is refused; nothing where it is not. */
export function reasonAgainst(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    return reasonOf(error);
  }
}
