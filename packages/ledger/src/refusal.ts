/** The answer is no: a stable code for programs and a sentence for people. */
export interface Refusal<Code extends string> {
  readonly outcome: 'refused';
  readonly code: Code;
  readonly message: string;
}

export function refusal<Code extends string>(code: Code, message: string): Refusal<Code> {
  return { outcome: 'refused', code, message };
}
