import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';

/** A valid operation, with what is needed to look into it. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One field as an operation selects it: every alias and every spread of a fragment is another one. */
export interface SelectedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** What is selected under it; undefined for a leaf. */
  readonly type: GraphQLCompositeType | undefined;
}

export function rootType({ schema, definition }: Operation): GraphQLCompositeType {
  const type = schema.getRootType(definition.operation);
  if (type == null) throw new Error(`the schema has no ${definition.operation}`);
  return type;
}

/** The fields that a selection has, fragments followed. Validation has made sure that they lead in no circle. */
export function* selectedFields(
  operation: Operation,
  selection: SelectionSetNode,
  parent: GraphQLCompositeType,
): Generator<SelectedField> {
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      const field = fieldOf(parent, node.name.value);
      const type = getNamedType(field.type);
      yield { node, field, type: isCompositeType(type) ? type : undefined };
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      yield* selectedFields(operation, node.selectionSet, parent);
    } else {
      const fragment = operation.fragments.get(node.name.value);
      if (fragment !== undefined) yield* selectedFields(operation, fragment.selectionSet, parent);
    }
  }
}

/** The arguments of a selected field, defaults among them. */
export function argumentsOf(
  { variables }: Operation,
  { node, field }: SelectedField,
): Readonly<Record<string, unknown>> {
  return getArgumentValues(field, node, variables);
}

const META_FIELDS = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

/** Whether a field is `__schema` or `__type`. */
export function isIntrospection(field: GraphQLField<unknown, unknown>): boolean {
  return field === SchemaMetaFieldDef || field === TypeMetaFieldDef;
}

/** Validation has made sure that it is there; the schema has neither interfaces nor unions. */
function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> {
  const field = META_FIELDS.get(name) ?? (isObjectType(parent) ? parent.getFields()[name] : undefined);
  if (field === undefined) throw new Error(`${parent.name} has no field ${name}`);
  return field;
}
