import type { Question } from './question.js';

/** What is asked of a product. */
export const PRODUCT: Question = {
  of: 'Product',
  list: 'products',
  sortKey: 'UPDATED_AT',
  fields: 'id createdAt updatedAt title productType vendor tags category { fullName }',
  lists: {},
};
