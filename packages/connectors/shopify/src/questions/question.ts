/** What is asked of the objects of one kind. */
export interface Question {
  /** Its type in the Admin API. */
  readonly of: 'Customer' | 'Order' | 'Product' | 'AbandonedCheckout';
  /** The list of all of them. */
  readonly list: 'customers' | 'orders' | 'products' | 'abandonedCheckouts';
  /** What the list is sorted by. */
  readonly sortKey: 'UPDATED_AT' | 'CREATED_AT';
  /** Fields of the object, lists of other objects within left out. */
  readonly fields: string;
  /** Those lists, by name. */
  readonly lists: Readonly<Record<string, ListWithin>>;
}

export interface ListWithin {
  /** The type of its elements. */
  readonly of: string;
  readonly fields: string;
  /** So many of them come with the object, as many as most have; the rest is asked for where there are more. */
  readonly first: number;
}

/** So many of a list that is asked for by itself. */
const MOST_AT_ONCE = 50;

/** An amount in the shop's currency. */
export function money(name: string): string {
  return `${name} { shopMoney { amount } }`;
}

/** A page of all there are, by when they changed, with what the app may read; and how many there are, where that is wanted. */
export function pageQuestion(question: Question): string {
  const { list, sortKey } = question;
  return `query Page($first: Int!, $after: String, $query: String, $counts: Boolean!) {
    currentAppInstallation { accessScopes { handle } }
    counted: ${list}Count(limit: null) @include(if: $counts) { count }
    list: ${list}(first: $first, after: $after, query: $query, sortKey: ${sortKey}) {
      pageInfo { hasNextPage endCursor }
      nodes { ${withLists(question)} }
    }
  }`;
}

/** The same page by ids and times alone. */
export function skimQuestion(question: Question): string {
  return pageQuestion({ ...question, fields: 'id createdAt updatedAt', lists: {} });
}

/** Some of them by their ids, with what the app may read. */
export function someQuestion(question: Question): string {
  return `query Some($ids: [ID!]!) {
    currentAppInstallation { accessScopes { handle } }
    nodes(ids: $ids) { ... on ${question.of} { ${withLists(question)} } }
  }`;
}

/** More of a list within an object. */
export function restQuestion(of: string, name: string, { fields }: ListWithin): string {
  return `query Rest($id: ID!, $after: String!) {
    node(id: $id) { ... on ${of} { list: ${name}(first: ${MOST_AT_ONCE}, after: $after) { ${paged(fields)} } } }
  }`;
}

/**
 * What a bulk operation goes through: all there are, or those that a filter lets through. Each element of a list within is
 * a line of its own, so it says what it is.
 */
export function bulkQuestion({ list, fields, lists }: Question, filter?: string): string {
  const within = Object.entries(lists).map(
    ([name, { fields: of }]) => `${name} { edges { node { __typename ${of} } } }`,
  );
  const filtered = filter === undefined ? '' : `(query: ${JSON.stringify(filter)})`;
  return `{ ${list}${filtered} { edges { node { __typename ${fields} ${within.join(' ')} } } } }`;
}

function withLists({ fields, lists }: Question): string {
  return [fields, ...Object.entries(lists).map(([name, list]) => firstOf(name, list))].join('\n');
}

/** The first of a list within an object. */
export function firstOf(name: string, { fields, first }: ListWithin): string {
  return `${name}(first: ${first}) { ${paged(fields)} }`;
}

function paged(fields: string): string {
  return `pageInfo { hasNextPage endCursor } nodes { ${fields} }`;
}
