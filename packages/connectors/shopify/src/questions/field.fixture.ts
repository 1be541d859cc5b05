import { type GraphQLField, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';

/** A field of a type; a type's own name is one of each. */
export function fieldOf(schema: GraphQLSchema, type: string, name: string): GraphQLField<unknown, unknown> {
  const found = schema.getType(type);
  const field = isObjectType(found) || isInterfaceType(found) ? found.getFields()[name] : undefined;
  if (field === undefined) throw new Error(`there is no ${type}.${name}`);
  return field;
}
