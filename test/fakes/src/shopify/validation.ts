import {
  type ASTNode,
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  GraphQLError,
  type GraphQLSchema,
  getLocation,
  Kind,
  KnownArgumentNamesRule,
  NoUnusedVariablesRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  specifiedRules,
  TypeInfo,
  type ValidationRule,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An error about a query, before it is executed. */
export interface QueryProblem {
  readonly message: string;
  readonly locations: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly string[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

type Worded = Pick<QueryProblem, 'extensions' | 'message'>;

/** How Shopify, whose server is graphql-ruby, words what graphql-js finds; rules that are not here keep their words. */
const WORDED = new Map<ValidationRule, (place: Place, error: GraphQLError) => Worded>([
  [
    FieldsOnCorrectTypeRule,
    ({ name, parentType }) => ({
      message: `Field '${name}' doesn't exist on type '${parentType}'`,
      extensions: { code: 'undefinedField', typeName: parentType, fieldName: name },
    }),
  ],
  [
    KnownArgumentNamesRule,
    ({ name, field }) => ({
      message: `Field '${field}' doesn't accept argument '${name}'`,
      extensions: { code: 'argumentNotAccepted', name: field, typeName: 'Field', argumentName: name },
    }),
  ],
  [
    ProvidedRequiredArgumentsRule,
    ({ name }, { message }) => {
      const argument = /argument "(\w+)"/.exec(message)?.[1] ?? '';
      return {
        message: `Field '${name}' is missing required arguments: ${argument}`,
        extensions: { code: 'missingRequiredArguments', className: 'Field', name, arguments: argument },
      };
    },
  ],
  [
    ScalarLeafsRule,
    ({ name, type, hasSelections }) => ({
      message: hasSelections
        ? `Selections can't be made on scalars (field '${name}' returns ${type} but has selections)`
        : `Field must have selections (field '${name}' returns ${type} but has no selections. Did you mean '${name} { ... }'?)`,
      extensions: { code: 'selectionMismatch', nodeName: `field '${name}'`, typeName: type },
    }),
  ],
  [
    NoUnusedVariablesRule,
    ({ name, operation }) => ({
      message: `Variable $${name} is declared by ${operation} but not used`,
      extensions: { code: 'variableNotUsed', variableName: name },
    }),
  ],
]);

/** What is wrong with a query, in Shopify's words. */
export function problemsOf(schema: GraphQLSchema, document: DocumentNode): readonly QueryProblem[] {
  const known = [...WORDED].flatMap(([rule, word]) =>
    validate(schema, document, [rule]).map((error) => {
      const node = error.nodes?.[0];
      const place = node && placeOf(schema, document, node);
      return place === undefined
        ? plain(error)
        : { ...word(place, error), locations: locationsOf(node), path: place.path };
    }),
  );
  const others = validate(
    schema,
    document,
    specifiedRules.filter((rule) => !WORDED.has(rule)),
  ).map(plain);
  return [...known, ...others];
}

/** A query that cannot be read. */
export function syntaxProblem(error: GraphQLError): QueryProblem {
  const { line = 1, column = 1 } = error.locations?.[0] ?? {};
  const found = /(?:Unexpected|found) (.+?)\.?$/.exec(error.message)?.[1] ?? '';
  const what = found.includes('<EOF>') ? 'end of file' : found;
  const place = what === 'end of file' ? '' : ` at [${line}, ${column}]`;
  return { message: `syntax error, unexpected ${what}${place}`, locations: [{ line, column }] };
}

/** Where in a query something stands. */
interface Place {
  readonly name: string;
  readonly parentType: string;
  readonly type: string;
  readonly field: string;
  readonly operation: string;
  readonly hasSelections: boolean;
  readonly path: readonly string[];
}

function placeOf(schema: GraphQLSchema, document: DocumentNode, wanted: ASTNode): Place | undefined {
  const info = new TypeInfo(schema);
  const path: string[] = [];
  const fields: string[] = [];
  let operation = 'anonymous query';
  let found: Place | undefined;
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        if (node.kind === Kind.OPERATION_DEFINITION) {
          operation = node.name?.value ?? `anonymous ${node.operation}`;
          path.push(node.name === undefined ? node.operation : `${node.operation} ${node.name.value}`);
        } else if (node.kind === Kind.FRAGMENT_DEFINITION) path.push(`fragment ${node.name.value}`);
        else if (node.kind === Kind.INLINE_FRAGMENT && node.typeCondition)
          path.push(`... on ${node.typeCondition.name.value}`);
        else if (node.kind === Kind.FIELD) {
          path.push(node.alias?.value ?? node.name.value);
          fields.push(node.name.value);
        } else if (node.kind === Kind.ARGUMENT) path.push(node.name.value);
        if (node !== wanted) return;
        const name =
          node.kind === Kind.VARIABLE_DEFINITION ? node.variable.name : 'name' in node ? node.name : undefined;
        found = {
          name: name?.value ?? '',
          parentType: info.getParentType()?.name ?? '',
          type: String(info.getType() ?? ''),
          field: fields.at(-1) ?? '',
          operation,
          hasSelections: node.kind === Kind.FIELD && node.selectionSet !== undefined,
          path: [...path],
        };
      },
      leave(node) {
        if (node.kind === Kind.FIELD) fields.pop();
        const isStep =
          node.kind === Kind.FIELD ||
          node.kind === Kind.ARGUMENT ||
          node.kind === Kind.OPERATION_DEFINITION ||
          node.kind === Kind.FRAGMENT_DEFINITION ||
          (node.kind === Kind.INLINE_FRAGMENT && node.typeCondition !== undefined);
        if (isStep) path.pop();
      },
    }),
  );
  return found;
}

function locationsOf(node: ASTNode | undefined): QueryProblem['locations'] {
  return node?.loc === undefined ? [] : [getLocation(node.loc.source, node.loc.start)];
}

function plain({ message, locations }: GraphQLError): QueryProblem {
  return { message, locations: locations ?? [] };
}
