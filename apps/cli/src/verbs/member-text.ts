import type { ExportedMember } from '@clientele/pipeline';

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
  return COLUMNS.map((column) =>
    csvCell(column === 'name' ? harmless(member.name ?? '') : (member[column] ?? '')),
  ).join(',');
}

/** People choose their names themselves, and a spreadsheet would run one that begins like a formula. */
function harmless(name: string): string {
  return /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
