import type { ExportedMember } from './export-members.js';

/** How exported members are written: one line each. */
export const MEMBER_FORMATS = ['csv', 'jsonl'] as const;
export type MemberFormat = (typeof MEMBER_FORMATS)[number];

const COLUMNS = ['profile', 'email', 'phone', 'name'] as const satisfies readonly (keyof ExportedMember)[];

/** What stands before the first member. */
export function headText(format: MemberFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\n` : '';
}

export function memberText(format: MemberFormat, members: readonly ExportedMember[]): string {
  return members.map((member) => `${format === 'csv' ? csvLine(member) : JSON.stringify(member)}\n`).join('');
}

function csvLine(member: ExportedMember): string {
  return COLUMNS.map((column) => csvCell(harmless(member[column] ?? ''))).join(',');
}

/** People choose what is written here, and a spreadsheet would run what begins like a formula; a phone number is none. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
