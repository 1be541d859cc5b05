/** The segments that the merchant has in Shopify. */
export const SEGMENTS = `query Segments($after: String) {
  segments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { id name query } }
}`;

/** How many customers are in one of them. */
export const SEGMENT_MEMBERS = `query SegmentMembers($id: ID!) {
  customerSegmentMembers(segmentId: $id, first: 1) { totalCount }
}`;
