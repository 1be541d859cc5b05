import { timeZone } from '@clientele/model';
import { type Failure, failure } from '../failure.js';
import type { ReadingOptions, RowReading } from '../formats/format.js';
import { isFailure } from '../formats/format.js';
import { TableItems } from '../formats/table-items.js';
import type { Table } from '../table/row.js';
import { mappedCustomers } from './mapped-customers.js';
import { mappedEvents } from './mapped-events.js';
import { mappedOrders } from './mapped-orders.js';
import { MappedValues } from './mapped-values.js';
import type { Mapping } from './mapping.js';

/** Reads a table by a mapping of the merchant's own. What the mapping says goes before the options. */
export function openMapped(table: Table, mapping: Mapping, options: ReadingOptions): RowReading | Failure {
  const values = MappedValues.open(mapping, table, mapping.timeZone ?? options.timeZone ?? timeZone('UTC'));
  if (isFailure(values)) return values;
  const items = new TableItems(table);
  if (mapping.rows === 'customers') return mappedCustomers(items, values);
  if (mapping.rows === 'events') return mappedEvents(items, values);
  const currency = mapping.currency ?? options.currency;
  const named = 'currency' in mapping.columns || 'currency' in mapping.constants;
  if (currency === undefined && !named) {
    return failure(
      'wrong_mapping',
      'Mapping, currency: the file has no column for it, so name it here or with --currency',
    );
  }
  return mappedOrders(items, values, currency);
}
