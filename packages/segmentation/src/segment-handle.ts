/** Lower-case letters, digits, hyphens and underscores, at most 63, beginning with a letter or digit. */
const SEGMENT_HANDLE = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Whether text has the form of a segment's handle, as `in_segment('vip')` names it. */
export function isSegmentHandle(text: string): boolean {
  return SEGMENT_HANDLE.test(text);
}
