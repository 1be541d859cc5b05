/** The segments that the merchant has in Shopify. */
export const SEGMENTS = `query Segments($after: String) {
  segments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { id name query } }
}`;

/** How many customers are in one of them. */
export const SEGMENT_MEMBERS = `query SegmentMembers($id: ID!) {
  customerSegmentMembers(segmentId: $id, first: 1) { totalCount }
}`;

/** One of them. */
export const SEGMENT = `query Segment($id: ID!) {
  segment(id: $id) { id name query }
}`;

/** How many customers a query finds, without a segment of it. */
export const QUERY_MEMBERS = `query QueryMembers($query: String!) {
  customerSegmentMembers(query: $query, first: 1) { totalCount }
}`;

/** Where the name is taken, Shopify makes it another one: `vip (2)`. */
export const MAKE_SEGMENT = `mutation MakeSegment($name: String!, $query: String!) {
  changed: segmentCreate(name: $name, query: $query) { segment { id name query } userErrors { message } }
}`;

/** Its name stays. */
export const CHANGE_SEGMENT = `mutation ChangeSegment($id: ID!, $query: String!) {
  changed: segmentUpdate(id: $id, query: $query) { segment { id name query } userErrors { message } }
}`;

export const REMOVE_SEGMENT = `mutation RemoveSegment($id: ID!) {
  changed: segmentDelete(id: $id) { userErrors { message } }
}`;
