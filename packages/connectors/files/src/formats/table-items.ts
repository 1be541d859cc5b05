import type { Item, RefusedInput } from '@clientele/connector-kit';
import { type RecordInput, readRecord } from '@clientele/model';
import { refused } from '../refused.js';
import { placeOf, type Row, rowBody, type Table } from '../table/row.js';

/** Makes items of rows: records past the model's boundary, or the rows themselves with the reason. */
export class TableItems {
  constructor(readonly table: Table) {}

  /** The record made of these rows; `counted` is how many of them it stands for (0 for a by-product). */
  record(input: RecordInput, rows: readonly Row[], counted = rows.length): Item {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') return this.refuse(rows, reading.reason, counted);
    return { outcome: 'read', record: reading.record, rows: counted, place: placeOf(this.table.counts, rows) };
  }

  refuse(rows: readonly Row[], reason: string, counted = rows.length): RefusedInput {
    const body = rows.map((row) => rowBody(this.table.columns, row)).join('\n');
    return refused(placeOf(this.table.counts, rows), reason, body, counted);
  }
}
