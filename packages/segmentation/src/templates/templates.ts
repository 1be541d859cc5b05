import { readdirSync, readFileSync } from 'node:fs';
import { readSegmentFile, type SegmentAdvice, type SegmentFile } from '../code/segment-file.js';
import { parseQuery } from '../text/parse-query.js';
import { printCondition } from '../text/print-condition.js';

/** A segment that merchants know, to begin with. */
export interface SegmentTemplate {
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  /** Canonical text. */
  readonly query: string;
  readonly group: TemplateGroup;
  /** What a shop must know of people for it to find anybody. */
  readonly needs: string;
  /** What to put in place of its own products, places and words; null where it can be taken as it is. */
  readonly change: string | null;
  /** What to say to its members, what to give them, when and through what. */
  readonly message: string;
  readonly offer: string;
  readonly timing: string;
  readonly channel: string;
}

/** What templates are about, in the order in which they are shown. */
export const TEMPLATE_GROUPS = [
  'loyalty',
  'purchase behaviour',
  'lifecycle',
  'risk',
  'price sensitivity',
  'channel',
  'occasion',
  'product',
  'engagement',
  'advocacy',
  'geography',
] as const;
export type TemplateGroup = (typeof TEMPLATE_GROUPS)[number];

/** Segment files with their examples, beside the source and the built package alike. */
const FOLDER = new URL('../../templates/', import.meta.url);
const ENDING = '.segment';

let read: readonly SegmentTemplate[] | undefined;

/** All templates, by group, then by handle; read from their files when they are first asked for. */
export function segmentTemplates(): readonly SegmentTemplate[] {
  read ??= templateFiles()
    .map(({ file, text }) => templateOf(file, text))
    .sort((a, b) => TEMPLATE_GROUPS.indexOf(a.group) - TEMPLATE_GROUPS.indexOf(b.group));
  return read;
}

/** The files of the templates as they are written, by handle: to be copied, and to be tested. */
export function templateFiles(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => ({ file, text: readFileSync(new URL(file, FOLDER), 'utf8') }));
}

function templateOf(file: string, text: string): SegmentTemplate {
  const reading = readSegmentFile(text);
  if (reading.outcome === 'invalid') throw new Error(`the template ${file} cannot be read`);
  const { handle, name, description, advice } = reading.file;
  const { message = '', offer = '', timing = '', channel = '', needs = '', change = null } = advice;
  const group = groupOf(advice, file);
  const query = canonicalOf(reading.file);
  return { handle, name, description, query, group, needs, change, message, offer, timing, channel };
}

function groupOf({ group }: SegmentAdvice, file: string): TemplateGroup {
  const known = TEMPLATE_GROUPS.find((each) => each === group);
  if (known === undefined) throw new Error(`the template ${file} is of no group that there is`);
  return known;
}

function canonicalOf({ handle, query }: SegmentFile): string {
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') throw new Error(`the query of the template '${handle}' cannot be read`);
  return printCondition(parsed.condition);
}
