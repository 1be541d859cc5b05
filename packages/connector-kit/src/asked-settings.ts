import { type SettingsSchema, secretNames } from './settings.js';

/** A setting, for whoever asks people for it. */
export interface AskedSetting {
  readonly name: string;
  readonly isSecret: boolean;
  /** There is no connection without it. */
  readonly isNeeded: boolean;
  /** It may be given several times. */
  readonly isList: boolean;
}

/** The settings of a connector, in its own order. */
export function askedSettings(schema: SettingsSchema): AskedSetting[] {
  const secrets = new Set(secretNames(schema));
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    isSecret: secrets.has(name),
    isNeeded: !accepts(field, undefined),
    isList: accepts(field, []),
  }));
}

function accepts(field: unknown, value: unknown): boolean {
  return hasParse(field) && field.safeParse(value).success;
}

function hasParse(field: unknown): field is { safeParse(value: unknown): { readonly success: boolean } } {
  return typeof field === 'object' && field !== null && 'safeParse' in field;
}
