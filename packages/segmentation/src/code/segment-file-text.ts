import { parseQuery } from '../text/parse-query.js';
import { printCondition, printLines } from '../text/print-condition.js';
import type { Condition } from '../tree/condition.js';
import { readSegmentFile } from './segment-file.js';

/**
 * A segment as the text of a file, one condition a line. Undefined where no file can say it: a text with a line break
 * within a query has none.
 */
export function segmentFileText(segment: {
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  readonly condition: Condition;
}): string | undefined {
  const { handle, condition } = segment;
  const lines = [`name: ${oneLine(segment.name)}`, `handle: ${handle}`];
  const description = oneLine(segment.description);
  if (description !== '') lines.push(`description: ${description}`);
  lines.push('', 'query:', ...printLines(condition).map((line) => `  ${line}`), '');
  const text = lines.join('\n');
  return saysTheSame(text, segment) ? text : undefined;
}

/** A name or description in one line, as files have it. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/gu, ' ');
}

function saysTheSame(text: string, { handle, condition }: { readonly handle: string; readonly condition: Condition }) {
  const reading = readSegmentFile(text);
  if (reading.outcome === 'invalid' || reading.file.handle !== handle) return false;
  const parsed = parseQuery(reading.file.query);
  return parsed.outcome === 'parsed' && printCondition(parsed.condition) === printCondition(condition);
}
