import {
  buildASTSchema,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';
import type { Args, Context, Field } from './context.js';
import { type Access, adminAccess, adminSchemaText } from './described.js';
import { TYPE_FIELDS } from './fields/index.js';
import { decimalText } from './money.js';
import { dateTimeText } from './time.js';
import type { ApiVersion } from './version.js';

const built = new Map<ApiVersion, GraphQLSchema>();
let access: Access | undefined;

/** Shopify's own schema of a version, which answers from a {@link Context}. */
export function schemaOf(version: ApiVersion): GraphQLSchema {
  const known = built.get(version);
  if (known !== undefined) return known;
  const document = parse(adminSchemaText(version), { noLocation: true });
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  for (const type of Object.values(schema.getTypeMap())) if (isScalarType(type)) writeScalar(type);
  for (const { type: name, fields } of TYPE_FIELDS) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`version ${version} has no type ${name}`);
    for (const [field, answer] of Object.entries(fields)) {
      const defined = type.getFields()[field];
      // One version has fields that the other has not.
      if (defined !== undefined) defined.resolve = guarded(answer);
    }
  }
  built.set(version, schema);
  return schema;
}

function writeScalar(type: GraphQLNamedType & { serialize: unknown }): void {
  if (type.name === 'DateTime') type.serialize = (at: number) => dateTimeText(at);
  else if (type.name === 'Decimal' || type.name === 'Money') type.serialize = decimalText;
  else if (type.name === 'UnsignedInt64') type.serialize = String;
}

/**
 * Answers each field, of whatever type: by what is known of the type, else by the property of the thing. **What the fake
 * does not know is a mistake of whoever asks it, and stops the test**: nothing is answered that nobody thought of.
 */
export const answerField = guarded((thing: Readonly<Record<string, unknown>> | undefined, _args, _context, info) => {
  // The top of a query is no thing.
  if (thing === undefined || !(info.fieldName in thing))
    throw new NotInFake(`The fake of Shopify does not know ${info.parentType.name}.${info.fieldName} yet.`);
  return thing[info.fieldName];
});

export class NotInFake extends Error {}

/** An answer that is given where the token that asks may have it. */
function guarded(answer: Field<never>): GraphQLFieldResolver<unknown, Context> {
  return (source, args: Args, context, info) => {
    const guard = guardOf(info);
    const denied = deniedTo(context, guard, info);
    if (denied !== undefined) throw denied;
    const value = answer(source as never, args, context, info);
    if (value === null || value === undefined || !guard.isProtected || context.app.facts.protectedData === 2)
      return value;
    const error = new GraphQLError(`This app is not approved to access the ${info.parentType.name} object. ${SEE}`, {
      nodes: info.fieldNodes,
      path: pathOf(info),
      extensions: {
        code: 'ACCESS_DENIED',
        documentation: 'https://shopify.dev/docs/apps/launch/protected-customer-data',
      },
    });
    context.errors.push(error);
    return isNonNullType(info.returnType) ? '' : null;
  };
}

const SEE = 'See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.';

function pathOf({ path }: GraphQLResolveInfo): (number | string)[] {
  const keys: (number | string)[] = [];
  for (let at: typeof path | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  return keys;
}

/** What of a field is guarded. */
interface Guard {
  /** Any of these scopes; undefined where it needs none. */
  readonly required: string | undefined;
  readonly scopes: readonly string[];
  readonly isProtected: boolean;
  readonly isCustomer: boolean;
}

const guards = new WeakMap<GraphQLObjectType, Map<string, Guard>>();

/** What is asked of whoever asks for a field; whoever may write may read. */
function guardOf({ parentType, fieldName, returnType }: GraphQLResolveInfo): Guard {
  const ofType = guards.get(parentType) ?? new Map<string, Guard>();
  guards.set(parentType, ofType);
  const known = ofType.get(fieldName);
  if (known !== undefined) return known;
  const name = `${parentType.name}.${fieldName}`;
  access ??= adminAccess();
  const type = getNamedType(returnType).name.replace(/Connection$/, '');
  const required = access.scopes[name] ?? access.scopes[type];
  const named = [...(required ?? '').matchAll(/`(\w+)`/g)].map(([, scope = '']) => scope);
  const guard: Guard = {
    required,
    scopes: named.flatMap((scope) => [scope, scope.replace(/^read_/, 'write_')]),
    isProtected: access.protected.includes(name),
    isCustomer: type === 'Customer',
  };
  ofType.set(fieldName, guard);
  return guard;
}

function deniedTo({ app, scopes }: Context, guard: Guard, info: GraphQLResolveInfo): GraphQLError | undefined {
  if (guard.isCustomer && app.facts.protectedData === 0)
    return new GraphQLError(`This app is not approved to access the Customer object. ${SEE}`, {
      nodes: info.fieldNodes,
      extensions: { code: 'ACCESS_DENIED' },
    });
  if (guard.required === undefined || guard.scopes.some((scope) => scopes.has(scope))) return undefined;
  return new GraphQLError(`Access denied for ${info.fieldName} field. Required access: ${guard.required}`, {
    nodes: info.fieldNodes,
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: guard.required,
    },
  });
}
