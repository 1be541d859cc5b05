import { parseDay, parseDecimal, parseInstant } from '@clientele/model';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** A scalar that is text of one form, out and in. */
function textScalar(name: string, description: string, parse: (text: string) => string | undefined): GraphQLScalarType {
  const read = (value: unknown): string => {
    const text = typeof value === 'string' ? parse(value) : undefined;
    if (text === undefined) throw new GraphQLError(`${name} takes text: ${description}`);
    return text;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const InstantScalar = textScalar(
  'Instant',
  'A point in time with its offset, such as 2011-12-10T00:00:00Z; answers are in UTC.',
  parseInstant,
);

export const ConditionJsonScalar = new GraphQLScalarType({
  name: 'ConditionJson',
  description:
    'The condition of a query as JSON, for builders of queries: `{ "version": 1, "condition": … }`, the same tree as its text.',
});

/** Of an argument beside `query`. */
export const AS_JSON = 'The query as JSON, in the place of `query`.';

export const DayScalar = textScalar('Day', 'A day in the time zone of the shop, such as 2011-12-10.', (text) =>
  parseDay(text),
);

export const DecimalScalar = textScalar(
  'Decimal',
  'An exact decimal number as text, such as 12.5; never rounded.',
  parseDecimal,
);
