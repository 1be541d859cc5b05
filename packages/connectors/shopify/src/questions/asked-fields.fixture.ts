import {
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

export interface AskedField {
  /** `Customer.firstName`. */
  readonly name: string;
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** The fields that it is within, outermost first. */
  readonly within: readonly AskedField[];
}

/** Every field that a question asks for. */
export function askedFields(schema: GraphQLSchema, text: string): AskedField[] {
  const info = new TypeInfo(schema);
  const all: AskedField[] = [];
  const within: AskedField[] = [];
  const visitor = {
    Field: {
      enter(node: FieldNode) {
        const field = info.getFieldDef();
        const parent = info.getParentType();
        if (field == null || parent == null) throw new Error(`there is no ${node.name.value}`);
        const asked = { name: `${parent.name}.${field.name}`, node, field, within: [...within] };
        all.push(asked);
        within.push(asked);
      },
      leave() {
        within.pop();
      },
    },
  };
  visit(parse(text), visitWithTypeInfo(info, visitor));
  return all;
}
