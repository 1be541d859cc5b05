/** The tags of a customer. */
export const TAGS = 'query Tags($id: ID!) { customer(id: $id) { tags } }';

/** Puts tags on a customer; the others stay. */
export const ADD_TAGS = `mutation AddTags($id: ID!, $tags: [String!]!) {
  changed: tagsAdd(id: $id, tags: $tags) { userErrors { message } }
}`;

/** Takes tags off a customer; the others stay. */
export const REMOVE_TAGS = `mutation RemoveTags($id: ID!, $tags: [String!]!) {
  changed: tagsRemove(id: $id, tags: $tags) { userErrors { message } }
}`;
