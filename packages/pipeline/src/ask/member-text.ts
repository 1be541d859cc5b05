import type { ExportedMember } from './export-members.js';
import type { MemberColumn } from './member-columns.js';

/** How exported members are written: one line each. */
export const MEMBER_FORMATS = ['csv', 'jsonl'] as const;
export type MemberFormat = (typeof MEMBER_FORMATS)[number];

/** What stands before the first member. */
export function headText(format: MemberFormat, columns: readonly MemberColumn[]): string {
  return format === 'csv' ? `${columns.join(',')}\n` : '';
}

export function memberText(
  format: MemberFormat,
  columns: readonly MemberColumn[],
  members: readonly ExportedMember[],
): string {
  const line = format === 'csv' ? csvLine : jsonLine;
  return members.map((member) => `${line(columns, member)}\n`).join('');
}

function csvLine(columns: readonly MemberColumn[], member: ExportedMember): string {
  return columns.map((column) => csvCell(harmless(member[column] ?? ''))).join(',');
}

function jsonLine(columns: readonly MemberColumn[], member: ExportedMember): string {
  return JSON.stringify(Object.fromEntries(columns.map((column) => [column, member[column]])));
}

/** People choose what is written here, and a spreadsheet would run what begins like a formula; a phone number is none. */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
