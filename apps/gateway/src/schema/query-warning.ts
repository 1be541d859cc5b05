import type { QueryRemark } from '@clientele/pipeline';
import { type ConditionJson, queryJson } from '@clientele/segmentation';
import { Field, Int, ObjectType } from 'type-graphql';
import { QueryWarningCodeEnum } from './enums.js';
import { ConditionJsonScalar } from './scalars.js';
import { UserError } from './user-error.js';

@ObjectType({
  description: 'What is odd about a query, where, and what was perhaps meant; it may be asked as it stands.',
})
export class QueryWarning {
  @Field(() => QueryWarningCodeEnum)
  readonly code: string;

  @Field(() => String)
  readonly message: string;

  @Field(() => Int, { description: 'From 1.' })
  readonly line: number;

  @Field(() => Int, { description: 'In its line; from 1.' })
  readonly column: number;

  @Field(() => String, { nullable: true, description: 'What to write instead.' })
  readonly hint: string | null;

  constructor({ code, message, line, column, hint }: QueryRemark) {
    this.code = code;
    this.message = message;
    this.line = line;
    this.column = column;
    this.hint = hint;
  }
}

@ObjectType({ description: 'Whether a query can be asked, and what is odd about it.' })
export class QueryCheck {
  @Field(() => String, { nullable: true, description: 'Canonical text; null where the query is wrong.' })
  readonly query: string | null;

  @Field(() => ConditionJsonScalar, { nullable: true, description: '`query` as JSON.' })
  get condition(): ConditionJson | null {
    return queryJson(this.query ?? '');
  }

  @Field(() => [QueryWarning], { description: 'In the order of the text: in itself, and in this shop.' })
  readonly warnings: readonly QueryWarning[];

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(query: string | null, warnings: readonly QueryRemark[], userErrors: readonly UserError[]) {
    this.query = query;
    this.warnings = warnings.map((warning) => new QueryWarning(warning));
    this.userErrors = userErrors;
  }
}
