import { Garbled } from '@clientele/connector-kit';

const NEW_LINE = 10;

/** The whole lines at the beginning of a piece of a file, and how many bytes they are; the last of all may have no end. */
export interface Piece {
  readonly lines: readonly string[];
  readonly bytes: number;
}

/** @param isLast whether the file ends with it; of any other piece, a line that is cut is left to the next */
export function readPiece(piece: Uint8Array, isLast: boolean): Piece {
  const bytes = isLast ? piece.length : piece.lastIndexOf(NEW_LINE) + 1;
  if (bytes === 0) throw new Garbled('what a bulk operation wrote cannot be cut into lines');
  return {
    lines: textOf(piece.subarray(0, bytes))
      .split('\n')
      .filter((line) => line !== ''),
    bytes,
  };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Garbled('what a bulk operation wrote is no text');
  }
}
