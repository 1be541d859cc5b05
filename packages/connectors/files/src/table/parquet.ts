import {
  type AsyncBuffer,
  type DecodedArray,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { failure } from '../failure.js';
import { refused } from '../refused.js';
import { Interrupted, type SourceFile } from '../source/source-file.js';
import type { OpenedTable, Row, RowOrRefused } from './row.js';

/** Rows handed over at once; a row group is decoded as a whole, column by column. */
const BATCH_ROWS = 10_000;

export function isParquet(head: Buffer): boolean {
  return head.subarray(0, 4).toString('latin1') === 'PAR1';
}

/** Opens a Parquet file as a table of its top-level columns; a timestamp without zone is a local date and time. */
export async function openParquet(source: SourceFile): Promise<OpenedTable> {
  let scan: ParquetScan;
  let fields: readonly SchemaElement[];
  let total: number;
  try {
    const file = bufferOf(source);
    const metadata = await parquetMetadataAsync(file);
    fields = parquetSchema(metadata).children.map((child) => child.element);
    total = Number(metadata.num_rows);
    const schema = metadata.schema.map((element) => (fields.includes(element) ? undecoded(element) : element));
    scan = await parquetScan({ file, metadata: { ...metadata, schema }, compressors });
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return failure('broken', `${source.name} is not a whole Parquet file (${messageOf(error)}): fetch it again`);
  }
  if (total === 0) return failure('empty', `${source.name} has no rows`);
  const texts = fields.map(textOf);
  let done = 0;
  return {
    outcome: 'opened',
    columns: fields.map((field) => field.name),
    counts: 'row',
    batches: batches(),
    progress: () => ({ done, total, unit: 'rows' }),
    close: async () => {},
  };

  async function* batches(): AsyncGenerator<readonly RowOrRefused[]> {
    for (const { rowStart, rowEnd } of scan.ranges) {
      const columns = await readColumns(rowStart, rowEnd);
      if (typeof columns === 'string') {
        const reason = `the rows cannot be decoded (${columns}): fetch the file again`;
        yield [refused(`rows ${rowStart + 1} to ${rowEnd}`, reason, '', rowEnd - rowStart)];
      } else {
        for (let start = rowStart; start < rowEnd; start += BATCH_ROWS) {
          const end = Math.min(start + BATCH_ROWS, rowEnd);
          yield Array.from({ length: end - start }, (_, index): Row => {
            const offset = start - rowStart + index;
            return { number: start + index + 1, cells: texts.map((text, column) => text(columns[column]?.[offset])) };
          });
        }
      }
      done = rowEnd;
    }
  }

  /** The columns of one row group, or why they cannot be read. */
  async function readColumns(rowStart: number, rowEnd: number): Promise<readonly DecodedArray[] | string> {
    const reading = await Promise.allSettled(
      fields.map((field) => scan.readColumn({ column: field.name, rowStart, rowEnd })),
    );
    const failed = reading.find((column) => column.status === 'rejected');
    if (failed?.reason instanceof Interrupted) throw failed.reason;
    if (failed !== undefined) return messageOf(failed.reason);
    return reading.flatMap((column) => (column.status === 'fulfilled' ? [column.value] : []));
  }
}

function bufferOf({ size, slice }: SourceFile): AsyncBuffer {
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = await slice(start < 0 ? size + start : start, Math.min(end, size));
      // Small buffers share memory with others; the decoder reads all of it.
      return new Uint8Array(bytes).buffer;
    },
  };
}

/** The column as the decoder shall see it: it makes floats of decimals, so it is given them as whole numbers. */
function undecoded(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const { converted_type: _, logical_type: __, ...stored } = element;
  // Bytes of any length would become text; as whole numbers they are floats, but it shows which are exact.
  return element.type === 'BYTE_ARRAY' ? { ...stored, converted_type: 'DECIMAL', scale: 0 } : stored;
}

function isDecimal({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted === 'DECIMAL' || logical?.type === 'DECIMAL';
}

/** How values of a column are written as text, exactly. */
function textOf(field: SchemaElement): (value: unknown) => string {
  const { logical_type: logical, converted_type: converted } = field;
  if (isDecimal(field)) return decimalText(field.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0));
  const local = logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC;
  const length = converted === 'DATE' || logical?.type === 'DATE' ? 10 : local ? 19 : 24;
  return (value) => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString().slice(0, length);
    if (typeof value !== 'object') return String(value);
    return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
  };
}

function decimalText(scale: number): (value: unknown) => string {
  return (value) => {
    if (typeof value === 'bigint') return scaled(value, scale);
    if (typeof value === 'number')
      return Number.isSafeInteger(value) ? scaled(BigInt(value), scale) : 'no exact number';
    return value instanceof Uint8Array ? scaled(wholeNumber(value), scale) : '';
  };
}

function scaled(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Of bytes in two's complement, the highest first. */
function wholeNumber(bytes: Uint8Array): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x0${Buffer.from(bytes).toString('hex')}`));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
