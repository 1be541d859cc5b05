import type { CoordinatesLiteral } from '../tree/literal.js';
import { span } from './place.js';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

const IN_TEXT = /^\s*([+-]?\d+(?:\.\d+)?)\s*,\s*([+-]?\d+(?:\.\d+)?)\s*$/;

/** Reads `(40.7128, -74.006)`, or the same two numbers in a text. */
export function parseCoordinates(cursor: TokenCursor): CoordinatesLiteral | undefined {
  const start = cursor.current.place;
  const numbers = cursor.isSymbol('(') ? readPair(cursor) : readText(cursor);
  if (numbers === undefined) {
    const hint = 'Write latitude and longitude in degrees: (40.7128, -74.006).';
    return cursor.fail('unexpected', `Coordinates are two numbers, not ${shown(cursor.current)}`, hint);
  }
  const [latitude, longitude] = numbers;
  return cursor.node({ kind: 'coordinates', latitude, longitude }, { whole: span(start, cursor.passed) });
}

type Pair = readonly [latitude: string, longitude: string];

function readPair(cursor: TokenCursor): Pair | undefined {
  cursor.advance();
  const latitude = readDigits(cursor);
  if (latitude === undefined || !cursor.symbol(',')) return undefined;
  const longitude = readDigits(cursor);
  return longitude === undefined || !cursor.symbol(')') ? undefined : [latitude, longitude];
}

function readDigits(cursor: TokenCursor): string | undefined {
  const { current } = cursor;
  if (current.kind !== 'literal' || current.literal.kind !== 'number') return undefined;
  cursor.advance();
  return current.literal.digits;
}

function readText(cursor: TokenCursor): Pair | undefined {
  const { current } = cursor;
  if (current.kind !== 'literal' || current.literal.kind !== 'text') return undefined;
  const [, latitude, longitude] = IN_TEXT.exec(current.literal.value) ?? [];
  if (latitude === undefined || longitude === undefined) return undefined;
  cursor.advance();
  return [latitude, longitude];
}
