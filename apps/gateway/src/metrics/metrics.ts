import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** From what nobody notices to what everybody does. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * What an operator watches, in the form of Prometheus. Labels come from our own lists and the ids of shops, never from
 * what somebody sends; nothing tells of a person.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #registers = [this.registry];

  /** Answers over HTTP. */
  readonly requests = new Histogram({
    name: 'clientele_http_request_seconds',
    help: 'Answers over HTTP, in seconds.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: this.#registers,
  });

  readonly operations = new Histogram({
    name: 'clientele_graphql_operation_seconds',
    help: 'GraphQL operations, in seconds, once for each field of the root that they ask for.',
    labelNames: ['field'],
    buckets: BUCKETS,
    registers: this.#registers,
  });

  readonly errors = new Counter({
    name: 'clientele_graphql_errors_total',
    help: 'GraphQL errors by code and field of the root; without a field where nothing was asked yet.',
    labelNames: ['field', 'code'],
    registers: this.#registers,
  });

  readonly abortedPreviews = new Counter({
    name: 'clientele_previews_aborted_total',
    help: 'Previews given up: a newer one came (superseded), nobody waited any more (cancelled), too slow (timed_out).',
    labelNames: ['reason'],
    registers: this.#registers,
  });

  readonly lanes = this.#gauge('clientele_warehouse_requests', 'Requests that wait or run in a lane.', ['lane']);
  readonly pendingBatches = this.#gauge('clientele_pending_batches', 'Batches not in profiles and segments yet.');
  readonly importLag = this.#gauge('clientele_import_lag_seconds', 'Since the oldest of them was opened; 0 without.');
  readonly waitingHooks = this.#gauge('clientele_inbox_deliveries', 'Webhooks that are not in the records yet.');
  readonly hookLag = this.#gauge('clientele_inbox_lag_seconds', 'Since the oldest of them came in; 0 without.');
  readonly evaluationLag = this.#gauge(
    'clientele_evaluation_lag_seconds',
    'From the oldest evaluation among the saved segments to the time of the shop; 0 without.',
  );
  readonly segments = this.#gauge('clientele_segments', 'Saved segments by how far their members are worked out.', [
    'shop',
    'state',
  ]);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  #gauge(name: string, help: string, labelNames: string[] = ['shop']): Gauge {
    return new Gauge({ name, help, labelNames, registers: this.#registers });
  }
}
