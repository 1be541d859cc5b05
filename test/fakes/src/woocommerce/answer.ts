/** A refusal as WordPress words it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, { readonly code: string; readonly message: string }>>;
}

export function problemBody({ status, code, message, params }: Problem): object {
  if (params === undefined) return { code, message, data: { status } };
  const messages = Object.fromEntries(Object.entries(params).map(([name, { message }]) => [name, message]));
  const details = Object.fromEntries(Object.entries(params).map(([name, one]) => [name, { ...one, data: null }]));
  return { code, message, data: { status, params: messages, details } };
}

/** A parameter that is refused: its name, and what is wrong with it. */
export function invalidParameter(name: string, code: string, message: string): Problem {
  const params = { [name]: { code, message } };
  return { status: 400, code: 'rest_invalid_param', message: `Invalid parameter(s): ${name}`, params };
}

const NOT_ASCII = /[\u0080-\uffff]/g;

/** JSON as PHP writes it: slashes and all that is not ASCII are escaped. */
export function phpJson(value: unknown): string {
  const text = JSON.stringify(value).replaceAll('/', '\\/');
  return text.replace(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
