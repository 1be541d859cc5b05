import { WRITING_CHANNELS, type WritingChannel } from './reachable.js';

/** What a file of members may say of each. */
export const MEMBER_COLUMNS = ['profile', 'email', 'phone', 'name'] as const;
export type MemberColumn = (typeof MEMBER_COLUMNS)[number];

const ADDRESS_OF: Readonly<Record<WritingChannel, MemberColumn>> = { email: 'email', sms: 'phone' };

export type MemberColumns =
  | { readonly outcome: 'columns'; readonly columns: readonly MemberColumn[] }
  /** `message`: which column, why, and how to ask. */
  | { readonly outcome: 'refused'; readonly message: string };

/**
 * The columns of a file: those that were asked for, in their order, or else no more than its use needs. An address is
 * given only for the use that its owner agreed to.
 */
export function memberColumns(
  channel: WritingChannel | undefined,
  asked: readonly string[] | undefined,
): MemberColumns {
  const needed: readonly MemberColumn[] = channel === undefined ? MEMBER_COLUMNS : ['profile', ADDRESS_OF[channel]];
  if (asked === undefined) return { outcome: 'columns', columns: needed };
  const allowed = MEMBER_COLUMNS.filter(
    (column) => needed.includes(column) || !WRITING_CHANNELS.some((other) => ADDRESS_OF[other] === column),
  );
  const columns = [...new Set(asked)].map((name) => allowed.find((column) => column === name) ?? { name });
  const wrong = columns.find((column) => typeof column === 'object');
  if (wrong === undefined && columns.length > 0) {
    return { outcome: 'columns', columns: columns.filter((column) => typeof column === 'string') };
  }
  const use = channel === undefined ? '' : ` of a file for ${channel}`;
  const what = wrong === undefined ? 'a file has at least one column' : `'${wrong.name}' is no column${use}`;
  return { outcome: 'refused', message: `${what}: name some of ${allowed.join(', ')}` };
}
