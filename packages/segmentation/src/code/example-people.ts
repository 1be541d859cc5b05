import { dayOf, type ProductRecord, type RecordInput, readRecord, type SourceRecord } from '@clientele/model';
import type { FromConnection, PlainProfile } from '../plain-profile.js';
import { nameParts } from '../tree/name.js';
import { EXAMPLE_ZONE } from './example-zone.js';
import type { FileFault } from './file-blocks.js';
import { type FieldValue, instantOfMoment, type RecordLine } from './record-line.js';
import type { Example } from './segment-file.js';

/** The people of the examples of one day as records, and the products that they bought or looked at. */
export interface ExamplePeople {
  /** By the place of their example; those whose records cannot be read have faults instead. */
  readonly profiles: readonly PlainProfile[];
  readonly products: ReadonlyMap<string, ReadonlyMap<string, ProductRecord>>;
  readonly faults: readonly FileFault[];
}

/** The connection and the currency of all that examples have. */
const CONNECTION = 'shop';
export const EXAMPLE_CURRENCY = 'GBP';

/** Makes the records that examples have, as a connection would state them. */
export function examplePeople(examples: readonly Example[]): ExamplePeople {
  const products = new Map<string, ProductRecord>();
  const faults: FileFault[] = [];
  const profiles = examples.map((example, index) => {
    const maker = new RecordMaker(`person-${index + 1}`, example, products, faults);
    for (const [place, line] of example.records.entries()) maker.add(line, place);
    return maker.profile();
  });
  return { profiles, products: new Map([[CONNECTION, products]]), faults };
}

type Input<Kind extends RecordInput['kind']> = Extract<RecordInput, { kind: Kind }>;
type Output<Kind extends SourceRecord['kind']> = FromConnection<Extract<SourceRecord, { kind: Kind }>>;
type LineInput = Input<'order'>['lines'][number];
type Property = NonNullable<Input<'event'>['properties']>[string];

/** Gathers the records of one person. */
class RecordMaker {
  readonly #id: string;
  readonly #example: Example;
  readonly #products: Map<string, ProductRecord>;
  readonly #faults: FileFault[];
  readonly #orders: { readonly input: Input<'order'>; readonly line: RecordLine }[] = [];
  /** How many of them the last line with `order` made. */
  #lastOrders = 0;
  readonly #customers: Output<'customer'>[] = [];
  readonly #refunds: Output<'refund'>[] = [];
  readonly #consents: Output<'consent'>[] = [];
  readonly #events: Output<'event'>[] = [];
  #records = 0;

  constructor(id: string, example: Example, products: Map<string, ProductRecord>, faults: FileFault[]) {
    this.#id = id;
    this.#example = example;
    this.#products = products;
    this.#faults = faults;
  }

  profile(): PlainProfile {
    // Whoever has nothing else is known all the same.
    if (this.#customers.length === 0) this.#addCustomer({}, undefined);
    return {
      id: this.#id,
      customers: this.#customers,
      orders: this.#orders.flatMap(({ input, line }) => this.#read(input, line) ?? []),
      refunds: this.#refunds,
      consents: this.#consents,
      events: this.#events,
    };
  }

  add(line: RecordLine, linesBefore: number): void {
    const fields = new Fields(line);
    const instants = line.moments.map((moment) => instantOfMoment(moment, linesBefore));
    switch (line.kind) {
      case 'order':
        for (const placedAt of instants) this.#orders.push({ input: this.#orderOf(fields, placedAt), line });
        this.#lastOrders = instants.length;
        if (PRODUCT_FIELDS.some((name) => fields.has(name))) this.#addLine(fields, line);
        return;
      case 'line':
        this.#addLine(fields, line);
        return;
      case 'refund':
        for (const at of instants) {
          const { channel } = channelOf(fields);
          const amount = fields.text('amount') ?? '10';
          const refund = { ...this.#about('refund'), at, channel, currency: EXAMPLE_CURRENCY, amount };
          this.#refunds.push(...this.#readAll<'refund'>(refund, line));
        }
        return;
      case 'event':
        for (const at of instants) this.#events.push(...this.#readAll<'event'>(this.#eventOf(fields, line, at), line));
        return;
      case 'store_credit': {
        const [balance, currency] = [fields.text('balance') ?? '10', fields.text('currency') ?? EXAMPLE_CURRENCY];
        const [nextExpiry, lastCredit] = [fields.instant('next_expiry_date'), fields.instant('last_credit_date')];
        const id = `credit-${this.#records}`;
        this.#addCustomer({ storeCredit: [{ id, balance, currency, nextExpiry, lastCredit }] }, line);
        return;
      }
      case 'customer':
        this.#addCustomer({ createdAt: instants[0], ...statedOf(fields) }, line);
        for (const channel of ['email', 'sms'] as const) {
          const state = fields.text(`${channel}_subscription_status`);
          if (state === undefined) continue;
          const address = channel === 'email' ? 'person@example.org' : '+441632960001';
          const consent = { ...this.#about('consent'), channel, address, state, at: this.#example.asOf.now };
          this.#consents.push(...this.#readAll<'consent'>(consent, line));
        }
        return;
    }
  }

  #addCustomer(stated: Partial<Input<'customer'>>, line: RecordLine | undefined): void {
    const externalId = this.#customers.length === 0 ? this.#id : `${this.#id}-${this.#customers.length + 1}`;
    const { customer: _, ...about } = this.#about('customer');
    this.#customers.push(...this.#readAll<'customer'>({ ...about, ...stated, externalId }, line));
  }

  #orderOf(fields: Fields, placedAt: string): Input<'order'> {
    const [discount, code] = [fields.text('discount'), fields.text('discount_code')];
    return {
      ...this.#about('order'),
      placedAt,
      ...channelOf(fields),
      location: fields.text('location_id'),
      app: fields.text('app_id'),
      currency: EXAMPLE_CURRENCY,
      total: fields.text('amount'),
      lines: [],
      discounts: discount === undefined && code === undefined ? [] : [{ amount: discount ?? '1', code }],
      gift: { wrapped: fields.is('gift') },
    };
  }

  /** Puts what a line says was bought into the orders of the line with `order` before it. */
  #addLine(fields: Fields, line: RecordLine): void {
    const orders = this.#orders.slice(this.#orders.length - this.#lastOrders);
    if (orders.length === 0) {
      const { line: at, column } = line;
      const hint = 'Write the order above it: order -20d.';
      this.#faults.push({ code: 'missing', line: at, column, message: 'This line is of no order', hint });
    }
    const product = this.#productOf(fields, line);
    for (const { input } of orders) {
      const bought: LineInput = {
        id: `${input.lines.length + 1}`,
        product,
        sku: fields.text('sku'),
        quantity: fields.text('quantity') ?? '1',
        listPrice: fields.text('price') ?? '10',
      };
      input.lines.push(bought);
    }
  }

  #eventOf(fields: Fields, line: RecordLine, at: string): Input<'event'> {
    const [, event] = nameParts(line.event);
    const named = event?.quoted === true ? { name: 'custom', customName: event.text } : { name: event?.text };
    const properties = fields.free('property');
    const product = this.#productOf(fields, line);
    // What is looked at in a list is said by a property.
    const isCollection = named.name === 'collection_viewed' && product !== undefined;
    return {
      ...this.#about('event'),
      ...(named as { name: Input<'event'>['name'] }),
      at,
      ...channelOf(fields),
      product: isCollection ? undefined : product,
      campaign: fields.text('campaign'),
      properties: isCollection ? { ...properties, collection_id: product } : properties,
    };
  }

  /** The id of the product that a line names, which it may describe; what it says of it is so everywhere. */
  #productOf(fields: Fields, line: RecordLine): string | undefined {
    const described = ['category', 'vendor', 'tag'].some((name) => fields.has(name));
    const id = fields.text('id') ?? (described ? `product-${line.line}` : undefined);
    if (id === undefined || !described) return id;
    const known = this.#products.get(id);
    const input = {
      ...{ kind: 'product', externalId: id, version: this.#version(), title: id },
      category: fields.text('category') ?? known?.category,
      vendor: fields.text('vendor') ?? known?.vendor,
      tags: [...(known?.tags ?? []), ...fields.texts('tag')],
    };
    for (const product of this.#readAll<'product'>(input, line)) {
      const { connection: _, ...record } = product;
      this.#products.set(id, record);
    }
    return id;
  }

  #about<Kind extends RecordInput['kind']>(kind: Kind) {
    this.#records += 1;
    return { kind, externalId: `${this.#id}-${kind}-${this.#records}`, version: this.#version(), customer: this.#id };
  }

  #version() {
    return { updatedAt: this.#example.asOf.now };
  }

  #readAll<Kind extends SourceRecord['kind']>(input: unknown, line: RecordLine | undefined): Output<Kind>[] {
    const reading = readRecord(input);
    if (reading.outcome === 'read') {
      return [{ ...(reading.record as Extract<SourceRecord, { kind: Kind }>), connection: CONNECTION } as Output<Kind>];
    }
    const { line: at, column } = line ?? { line: this.#example.line, column: 1 };
    const message = `The ${line?.kind ?? 'example'} cannot be: ${reading.reason}`;
    this.#faults.push({ code: 'wrong-value', line: at, column, message, hint: null });
    return [];
  }

  #read(input: Input<'order'>, line: RecordLine): Output<'order'> | undefined {
    // Without lines and a total an order is of ten, so that it counts as money.
    const total = input.total ?? (input.lines.length === 0 ? '10' : undefined);
    return this.#readAll<'order'>({ ...input, total }, line)[0];
  }
}

const PRODUCT_FIELDS = ['id', 'quantity', 'price', 'category', 'vendor', 'tag', 'sku'];

function channelOf(fields: Fields) {
  const kind = (fields.text('channel') ?? 'online_store') as Input<'order'>['channel']['kind'];
  return { channel: { id: fields.text('channel_id') ?? kind, kind } };
}

function statedOf(fields: Fields): Partial<Input<'customer'>> {
  const { latitude, longitude } = fields.coordinates ?? {};
  const place = latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
  const [country, region, city] = [fields.text('country'), fields.text('region'), fields.text('city')];
  const hasAddress = [country, region, city, place].some((part) => part !== undefined);
  const domain = fields.text('customer_email_domain');
  const metafields: Record<string, Record<string, Property>> = {};
  for (const [name, value] of Object.entries(fields.free('metafields'))) {
    const [namespace = '', key = ''] = nameParts(name).map(({ text }) => text);
    metafields[namespace] = { ...metafields[namespace], [key]: value };
  }
  return {
    birthDate: fields.day('birth_date'),
    language: fields.text('customer_language'),
    email: domain === undefined ? undefined : `person@${domain}`,
    tags: fields.texts('customer_tags'),
    addresses: hasAddress ? [{ country, region, city, coordinates: place }] : [],
    accountStatus: fields.text('customer_account_status') as Input<'customer'>['accountStatus'],
    predictedSpendTier: fields.text('predicted_spend_tier') as Input<'customer'>['predictedSpendTier'],
    productSubscriptionStatus: fields.text(
      'product_subscription_status',
    ) as Input<'customer'>['productSubscriptionStatus'],
    companyIds: fields.has('companies') ? fields.texts('companies') : undefined,
    createdByApp: fields.text('created_by_app_id'),
    attributes: fields.free('attributes'),
    ...(Object.keys(metafields).length === 0 ? {} : { metafields }),
  };
}

/** The fields of a line by name, as records take them; what is of another kind is refused with the record. */
class Fields {
  readonly #fields: RecordLine['fields'];

  constructor({ fields }: RecordLine) {
    this.#fields = fields;
  }

  has(name: string): boolean {
    return this.#fields.some((field) => field.name === name);
  }

  texts(name: string): string[] {
    return this.#fields.filter((field) => field.name === name).map(({ value }) => textOf(value));
  }

  text(name: string): string | undefined {
    return this.texts(name).at(-1);
  }

  is(name: string): boolean {
    return this.text(name) === 'true';
  }

  day(name: string): string | undefined {
    const value = this.#value(name);
    if (value?.kind !== 'date') return this.text(name);
    return 'day' in value.moment ? value.moment.day : dayOf(value.moment.at, EXAMPLE_ZONE);
  }

  instant(name: string): string | undefined {
    const value = this.#value(name);
    return value?.kind === 'date' ? instantOfMoment(value.moment, 0) : this.text(name);
  }

  get coordinates(): Extract<FieldValue, { kind: 'coordinates' }> | undefined {
    const value = this.#value('coordinates');
    return value?.kind === 'coordinates' ? value : undefined;
  }

  /** What stands under a name of many: `property.colour`; what is said more than once is a list. */
  free(first: string): Record<string, Property> {
    const found: Record<string, Property> = {};
    for (const { name, value } of this.#fields) {
      const [head, ...rest] = nameParts(name);
      if (head?.text !== first) continue;
      const key = first === 'metafields' ? name.slice(first.length + 1) : (rest[0]?.text ?? '');
      const stated = propertyOf(value);
      const before = found[key];
      found[key] =
        before === undefined ? stated : [...(Array.isArray(before) ? before : [String(before)]), String(stated)];
    }
    return found;
  }

  #value(name: string): FieldValue | undefined {
    return this.#fields.findLast((field) => field.name === name)?.value;
  }
}

function textOf(value: FieldValue): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.digits;
    case 'boolean':
      return String(value.value);
    case 'date':
      return 'day' in value.moment ? value.moment.day : value.moment.at;
    case 'coordinates':
      return `${value.latitude}, ${value.longitude}`;
  }
}

function propertyOf(value: FieldValue): Property {
  if (value.kind === 'number') return Number(value.digits);
  return value.kind === 'boolean' ? value.value : textOf(value);
}
