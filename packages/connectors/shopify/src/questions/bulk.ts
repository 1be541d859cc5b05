const STATE = 'id status errorCode rootObjectCount fileSize url';

/** Begins a bulk operation. Its lines need not be grouped, which takes longer and fails more often. */
export const RUN_BULK = `mutation RunBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { ${STATE} }
    userErrors { code message }
  }
}`;

/** How a bulk operation stands. */
export const BULK_STATE = `query BulkState($id: ID!) { bulkOperation(id: $id) { ${STATE} } }`;
