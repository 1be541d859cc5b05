import type { Shop } from '@clientele/model';
import { advance, count, createList, saveSegment, setHoldOut } from '@clientele/pipeline';
import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { type BenchRow, row, timesRow } from './bench-row.js';
import { BENCH_SHOP, type BenchSize } from './bench-shop.js';
import { CHANGES, Changes } from './changes.js';
import { Draw } from './draw.js';
import { BENCH_LIST, BENCH_SEGMENTS, buildLayouts, dropLayouts } from './layouts.js';
import { benchPast } from './past.js';
import { peakRows, resetPeak } from './process-memory.js';
import { QUESTION_KINDS, type Question } from './question.js';
import { QUESTIONS } from './questions.js';
import { benchSaved } from './saved.js';
import { benchWalks } from './walks.js';

/** Neither answers nor parts of them are kept from one question to the next. */
const NO_CACHE = { settings: { use_query_cache: 0, use_query_condition_cache: 0 } } as const;

interface Times {
  readonly ours: number[];
  /** None of a question without hand-written SQL. */
  readonly other: number[];
  /** Each question of which both counted otherwise, with the counts. */
  readonly disagreed: string[];
}

/**
 * Asks questions of each kind over and over, each time with other literals: as queries of the product, and as hand-written
 * SQL over the layout that suits each best. Counts are compared before and after the shop changes; the times are taken
 * while it does.
 *
 * @param rounds how often each question is asked while the shop changes
 * @param segments how many saved segments are evaluated
 */
export async function benchSegments(
  house: House,
  size: BenchSize,
  { rounds, segments }: { readonly rounds: number; readonly segments: number },
  report: Report,
): Promise<BenchRow[]> {
  const shop = await house.shop(BENCH_SHOP.id);
  await prepare(house, shop);
  const layouts = () => buildLayouts(house.sql, shop.id, (done, of) => report({ label: 'building layouts', done, of }));
  await layouts();
  const products = await allProducts(house);
  const questions = await askable(house);
  const asking = new Asking(house, shop, new Draw(size.seed + (await runsBefore(house))), products, questions);

  await asking.round('check');
  const processes = { server: process.pid, engine: house.engine.pid() };
  for (const pid of Object.values(processes)) if (pid !== undefined) resetPeak(pid);
  const changes = new Changes(house, shop, new Draw(size.seed), products);
  await changes.during(async () => {
    for (let round = 0; round < rounds; round += 1) {
      await asking.round('time');
      report({ label: 'asking', done: round + 1, of: rounds });
    }
  });
  const peaks = peakRows('segments', processes);
  await layouts();
  await asking.round('check');
  await dropLayouts(house.sql);
  const past = await benchPast(house, shop, size, products, report);
  const saved = await benchSaved(house, size, rounds, products, report, segments);
  const walks = await benchWalks(house, shop, size, report);
  return [...asking.rows(size, rounds, changes), ...past, ...saved, ...walks, ...peaks];
}

/** What questions refer to: saved segments, a list, and a share held out. */
async function prepare(house: House, shop: Shop): Promise<void> {
  for (const { name, query } of BENCH_SEGMENTS) await saveSegment(house, shop, { name, query }, 'bench');
  const { name, handle, query } = BENCH_LIST;
  const known = await house.ledger.segments.find(shop.id, handle);
  if (known === undefined) await createList(house, shop, { name, query, reason: 'the bench' }, 'bench');
  await setHoldOut(house, shop, { percent: '10', reason: 'the bench' }, 'bench');
  await advance(house, shop);
}

/** How often this shop was asked before: a frozen cut-off of an earlier run must not be asked for again. */
async function runsBefore({ ledger }: House): Promise<number> {
  const runs = await ledger.settings.get(BENCH_SHOP.id, 'bench-runs');
  const before = typeof runs === 'number' ? runs : 0;
  await ledger.settings.set(BENCH_SHOP.id, 'bench-runs', before + 1);
  return before;
}

/** The questions about data that the shop has. */
async function askable({ sql }: House): Promise<Question[]> {
  const empty = await sql.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase() AND total_rows = 0',
  );
  const names = new Set(empty.map(({ name }) => name));
  return QUESTIONS.filter(({ of }) => of === undefined || !names.has(of));
}

async function allProducts({ sql }: House): Promise<string[]> {
  const rows = await sql.query<{ product: string }>('SELECT DISTINCT product FROM bench_lines ORDER BY product');
  return rows.map(({ product }) => product);
}

class Asking {
  readonly #house: House;
  readonly #shop: Shop;
  readonly #draw: Draw;
  readonly #products: readonly string[];
  readonly #times = new Map<Question, Times>();

  constructor(house: House, shop: Shop, draw: Draw, products: readonly string[], questions: readonly Question[]) {
    this.#house = house;
    this.#shop = shop;
    this.#draw = draw;
    this.#products = products;
    for (const question of questions) this.#times.set(question, { ours: [], other: [], disagreed: [] });
  }

  async round(purpose: 'check' | 'time'): Promise<void> {
    for (const [question, times] of this.#times) {
      const { query, sql, parameters } = question.ask(this.#draw, this.#products);
      const started = performance.now();
      const ours = await count(this.#house, this.#shop, query, undefined, NO_CACHE);
      const between = performance.now();
      if (ours.outcome === 'invalid') throw new Error(`${query}: ${ours.errors[0]?.message}`);
      if (purpose === 'time') times.ours.push(between - started);
      if (sql === undefined) continue;
      const other = await this.#house.sql.query<{ count: string | number }>(sql, parameters, NO_CACHE);
      if (purpose === 'time') {
        times.other.push(performance.now() - between);
      } else if (ours.count !== Number(other[0]?.count)) {
        times.disagreed.push(`${query}: ${ours.count}, by hand ${other[0]?.count}`);
      }
    }
  }

  rows({ people, seed }: BenchSize, rounds: number, { rate, delays }: Changes): BenchRow[] {
    const how = `${people} people, seed ${seed}, warm, literals drawn anew, no result cache, ${rounds} times`;
    const all = [...this.#times];
    const of = (kind: Question['kind'], side: 'ours' | 'other') =>
      all.filter(([question]) => question.kind === kind).flatMap(([, times]) => times[side]);
    return [
      ...QUESTION_KINDS.map((kind) => timesRow(`segments: ${kind}`, of(kind, 'ours'), of(kind, 'other'), how)),
      timesRow(
        'segments: any',
        all.flatMap(([, { ours }]) => ours),
        all.flatMap(([, { other }]) => other),
        how,
      ),
      ...all.map(([{ name }, { ours, other, disagreed }]) =>
        other.length === 0
          ? timesRow(`segments: ${name}`, ours, null, `${how}; without hand-written SQL`)
          : timesRow(`segments: ${name}`, ours, other, [how, ...disagreed].join('; '), {
              checked: disagreed.length === 0,
            }),
      ),
      row(
        'segments: changes',
        'profiles/s',
        rate,
        CHANGES,
        'profiles changed meanwhile, through ingest to memberships',
      ),
      timesRow(
        'segments: changes, delay',
        delays,
        null,
        'from the arrival of a change until memberships have followed',
      ),
    ];
  }
}
