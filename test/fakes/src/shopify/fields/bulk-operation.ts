import type { BulkOperation } from '../bulk.js';
import { typeFields } from '../context.js';
import { gid } from '../gid.js';

export const BULK_OPERATION = typeFields<BulkOperation>('BulkOperation', {
  id: ({ id }) => gid('BulkOperation', id),
  type: () => 'QUERY',
});
