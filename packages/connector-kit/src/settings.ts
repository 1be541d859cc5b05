import { z } from 'zod';
import type { JsonObject } from './json.js';
import { problemsOf } from './run/reason.js';

/** Typed settings of a connection: one flat object, so that each can be asked for, stored and shown by its name. */
export type SettingsSchema<Settings extends object = object> = z.ZodObject & z.ZodType<Settings>;

const secrets = z.registry<{ readonly secret: true }>();

/** A setting that is stored encrypted, and never shown, logged or kept in a cursor. */
export function secret(): z.ZodString {
  return z.string().min(1).register(secrets, { secret: true });
}

/** Settings, told apart for storing. */
export interface ApartSettings {
  readonly open: JsonObject;
  readonly secret: JsonObject;
}

export type SettingsReading<Settings> =
  | { readonly outcome: 'read'; readonly settings: Settings }
  | { readonly outcome: 'invalid'; readonly reason: string };

/** Reads settings as they were stored or written; what is wrong is said by name, never with the value. */
export function readSettings<Settings extends object>(
  schema: SettingsSchema<Settings>,
  input: unknown,
): SettingsReading<Settings> {
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return { outcome: 'read', settings: parsed.data };
  return { outcome: 'invalid', reason: problemsOf(parsed.error).join('; ') };
}

/** The names of the settings that are secret, also where they are optional or several. */
export function secretNames(schema: SettingsSchema): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => (isSecret(field) ? [name] : []));
}

export function apart(schema: SettingsSchema, settings: object): ApartSettings {
  const names = new Set(secretNames(schema));
  const entries: [string, JsonObject[string]][] = Object.entries(settings);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secret: Object.fromEntries(entries.filter(([name]) => names.has(name))),
  };
}

/** The texts that are secret in these settings. */
export function secretTexts(schema: SettingsSchema, settings: object): string[] {
  return Object.values(apart(schema, settings).secret).flatMap(textsOf);
}

function textsOf(value: JsonObject[string]): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function isSecret(field: unknown): boolean {
  if (!(field instanceof z.ZodType)) return false;
  if (secrets.has(field)) return true;
  if (field instanceof z.ZodArray) return isSecret(field.element);
  if (field instanceof z.ZodOptional || field instanceof z.ZodNullable || field instanceof z.ZodDefault) {
    return isSecret(field.unwrap());
  }
  return false;
}
