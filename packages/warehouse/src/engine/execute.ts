import type { Answer } from './answer.ts';
import { ATOMIC_INSERT_BYTES, ONE_BLOCK_SETTINGS } from './durability.ts';
import type { Lanes, Worker } from './lanes.ts';
import { quoteName } from './literal.ts';
import { type PayloadInsert, payloadInsert } from './payload-insert.ts';
import { pieces } from './pieces.ts';
import { type QueryRequest, readAll } from './request.ts';
import { requestSettings } from './settings.ts';
import { prepareStatement, type Statement } from './statement.ts';

/** Formats in which the parts of a result, one after the other, are the result; others have a head or a foot. */
const STREAMABLE = /^(?:JSON(?:Compact)?(?:Strings)?EachRow|TabSeparated|TSV|CSV|RowBinary)$/;

/** Runs a request in its lane and writes its result; rejects with what the engine or the door has against it. */
export async function execute(lanes: Lanes, request: QueryRequest, answer: Answer, signal: AbortSignal): Promise<void> {
  const { fields, text } = request;
  const settings = requestSettings(fields);
  const parameters = new Map<string, string>();
  for (const [name, value] of fields) if (name.startsWith('param_')) parameters.set(name.slice(6), value);
  const database = fields.get('database') ?? 'default';
  const inLane = <T>(kind: Statement['kind'], task: (worker: Worker) => Promise<T>): Promise<T> =>
    lanes.run(request.lane ?? (kind === 'select' ? 'quick' : 'heavy'), signal, async (worker) => {
      if (worker.database !== database) {
        await worker.session.queryAsync(`USE ${quoteName(database)}`);
        worker.database = database;
      }
      return task(worker);
    });
  answer.header('X-ClickHouse-Query-Id', (fields.get('query_id') ?? '').replace(/[^\w.:-]/g, ''));

  const statement = prepareStatement(text, parameters, settings);
  const insert = payloadInsert(statement);
  if (insert !== undefined) {
    let written = 0;
    for await (const rows of pieces(request.body, ATOMIC_INSERT_BYTES, insert.cutBetweenLines)) {
      written += await inLane('insert', (worker) => store(worker, insert, rows, settings));
    }
    answer.header('X-ClickHouse-Summary', JSON.stringify({ written_rows: String(written) }));
    return;
  }

  const rest = (await readAll(request.body)).toString();
  const whole = rest === '' ? statement : prepareStatement(`${text}\n${rest}`, parameters, settings);
  const format = whole.format ?? fields.get('default_format') ?? 'TabSeparated';
  answer.format(format);
  await inLane(whole.kind, async ({ session }) => {
    // A stream is begun on the door's own thread: while a query is analysed, and what stands in it as a value is
    // computed, nobody is heard and nothing can be killed. So only where the caller does not wait for the end anyway.
    if (whole.kind !== 'select' || !STREAMABLE.test(format) || fields.get('wait_end_of_query') === '1') {
      await answer.write((await session.queryAsync(whole.sql, { format })).bytes(), signal);
      return;
    }
    // The reader's pace is the engine's: the next part is computed when this one has been taken.
    for await (const part of session.queryStream(whole.sql, { format })) await answer.write(part.raw(), signal);
  });
}

async function store(
  { session }: Worker,
  { table, columns, format }: PayloadInsert,
  values: Buffer,
  settings: ReadonlyMap<string, string>,
): Promise<number> {
  const summary = await session.insert({
    table,
    values,
    format,
    settings: { ...ONE_BLOCK_SETTINGS, ...Object.fromEntries(settings) },
    ...(columns === undefined ? {} : { columns }),
  });
  return summary.rowsWritten;
}
