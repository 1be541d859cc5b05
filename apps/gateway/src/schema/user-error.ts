import type { QueryFault } from '@clientele/pipeline';
import { Field, Int, ObjectType } from 'type-graphql';
import { UserErrorCodeEnum } from './enums.js';
import { ForWidgets } from './field-rules.js';

@ObjectType({ description: 'What is wrong with what was asked, where, and how to mend it.' })
export class UserError {
  @ForWidgets()
  @Field(() => UserErrorCodeEnum)
  readonly code: string;

  @ForWidgets()
  @Field(() => [String], { description: 'Path of the argument.' })
  readonly field: readonly string[];

  @ForWidgets()
  @Field(() => String)
  readonly message: string;

  @ForWidgets()
  @Field(() => Int, { nullable: true, description: 'In the text of a query; from 1.' })
  readonly line: number | null;

  @ForWidgets()
  @Field(() => Int, { nullable: true, description: 'In its line; from 1.' })
  readonly column: number | null;

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'What to write instead.' })
  readonly hint: string | null;

  constructor(error: Pick<UserError, 'code' | 'field' | 'message'> & Partial<UserError>) {
    this.code = error.code.replace(/^[a-z-]+\./, '');
    this.field = error.field;
    this.message = error.message;
    this.line = error.line ?? null;
    this.column = error.column ?? null;
    this.hint = error.hint ?? null;
  }
}

export function userErrors(faults: readonly QueryFault[], field: readonly string[]): UserError[] {
  return faults.map((fault) => new UserError({ ...fault, field }));
}
