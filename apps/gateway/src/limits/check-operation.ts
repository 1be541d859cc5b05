import type { GraphQLCompositeType, SelectionSetNode } from 'graphql';
import { type Credential, mayUse } from '../auth/credential.js';
import { forbidden } from '../auth/refused.js';
import { LARGEST_PAGE } from '../schema/connection.js';
import { rulesOf } from '../schema/field-rules.js';
import {
  argumentsOf,
  isIntrospection,
  type Operation,
  rootType,
  type SelectedField,
  selectedFields,
} from './operation.js';
import { refusedOperation } from './refused-operation.js';

/** Fields within fields, fragments followed. GraphiQL's own question about the schema needs 15. */
export const DEEPEST = 15;
export const LARGEST_SAMPLE = 25;

export interface AccessRules {
  readonly credential: Credential;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
}

/**
 * Looks at every field of an operation before anything runs: whether it is open to who asks, how deep it lies, how many
 * things it asks for.
 *
 * @throws GraphQLError that says which field and why
 */
export function checkOperation(operation: Operation, rules: AccessRules): void {
  const check = (selection: SelectionSetNode, parent: GraphQLCompositeType, depth: number): void => {
    if (depth > DEEPEST)
      throw refusedOperation('TOO_DEEP', `The operation is nested deeper than ${DEEPEST}: ask in several.`);
    for (const selected of selectedFields(operation, selection, parent)) {
      const { node, type } = selected;
      checkAccess(selected, parent, rules);
      checkSize(argumentsOf(operation, selected));
      if (node.selectionSet !== undefined && type !== undefined) check(node.selectionSet, type, depth + 1);
    }
  };
  check(operation.definition.selectionSet, rootType(operation), 1);
}

function checkAccess({ field }: SelectedField, parent: GraphQLCompositeType, rules: AccessRules): void {
  const { credential, introspection } = rules;
  if (isIntrospection(field) && !introspection) {
    throw refusedOperation('INTROSPECTION_DISABLED', 'The schema can be asked for by who is signed in: see /graphiql.');
  }
  if (field.name.startsWith('__') || parent.name.startsWith('__')) return;
  const { scope, widget } = rulesOf(field);
  const isOpen = credential.kind === 'widget' ? widget === true : scope === undefined || mayUse(credential, scope);
  if (isOpen) return;
  const needed = credential.kind === 'widget' ? 'it is closed to widgets' : `it needs the scope \`${scope}\``;
  throw forbidden(`${parent.name}.${field.name} is not open to you: ${needed}.`);
}

function checkSize({ first, sample }: Readonly<Record<string, unknown>>): void {
  if (typeof first === 'number' && (first < 1 || first > LARGEST_PAGE)) {
    throw refusedOperation(
      'BAD_USER_INPUT',
      `\`first\` is from 1 to ${LARGEST_PAGE}: ask for the next page with \`after\`.`,
    );
  }
  if (typeof sample === 'number' && (sample < 0 || sample > LARGEST_SAMPLE)) {
    throw refusedOperation(
      'BAD_USER_INPUT',
      `\`sample\` is from 0 to ${LARGEST_SAMPLE}: ask \`profiles(query:)\` for all of them.`,
    );
  }
}
