/**
 * What a step throws where somebody must change something at the platform or in the settings, and no status of an answer
 * says so. Its sentence is told as it is: what was found, and what to change.
 */
export class Denied extends Error {}

/** What a step throws where what came is not what was asked for: its message says so in one sentence without personal data. */
export class Garbled extends Error {}

/**
 * What a step throws where one object is not shown to us, so that nobody can tell whether it is gone: others may be shown.
 * Its message says why, and what to change, in one sentence without personal data.
 */
export class NotShown extends Error {}
