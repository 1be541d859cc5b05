import { askedSettings, type Connector, readSettings } from '@clientele/connector-kit';
import { parseShopId, parseTimeZone, type Shop, timeZone } from '@clientele/model';
import type { Tried } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { type GivenSettings, waysOf } from '../given-settings.js';
import type { House } from '../house.js';
import { isWithin } from '../is-within.js';
import { hookAddress } from './hook-address.js';
import { newSecret } from './new-secret.js';
import { nextCommand } from './next-command.js';
import { CURRENCIES, refuseUnmeant } from './shop-meant.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

type Reached = Extract<Tried, { outcome: 'reached' }>;

export interface ConnectInput extends Asked {
  readonly kind: string;
  /** Of the connection; its kind without. */
  readonly name?: string;
  readonly settings: GivenSettings;
  /** Of a new shop, where the account does not say. */
  readonly currency?: string;
  readonly timezone?: string;
  readonly shopNamed: boolean;
}

export interface ConnectOutput {
  readonly connection: string;
  readonly connector: string;
  readonly outcome: 'connected' | 'changed';
  readonly account: { readonly id: string; readonly name?: string; readonly warnings?: readonly string[] };
  /** Whether the shop was made. */
  readonly made: boolean;
  /** Of what is told: where to, with the settings that were made for a new connection, and how; keys are shown this once. */
  readonly telling?: { readonly address: string; readonly settings: object; readonly howTo: string };
}

const LONGEST_NAME = 100;
const DEFAULT_TIME_ZONE = timeZone('UTC');

export const connect: Verb<ConnectInput, ConnectOutput> = {
  name: 'connect',
  withoutStores: 'made',

  async run(house, input) {
    const { kind, name = kind } = input;
    if (name.trim() === '' || name.length > LONGEST_NAME) {
      throw new CommandError(2, `A connection's name has 1 to ${LONGEST_NAME} characters: give one with --name.`);
    }
    const connector = connectorOf(house, kind);
    const known = await knownShop(house, input);
    const before = known === undefined ? {} : await house.connections.stored(known, name);
    // With its end the keys went that were made for it: others are made, and shown.
    const hasEnded = known !== undefined && (await house.ledger.pulls.hasEnded(known.id, name));
    const isNew = hasEnded || Object.keys(before).length === 0;
    const made = isNew ? (connector.made?.(newSecret) ?? {}) : {};
    const all = withoutEmpty({ ...shopsOwn(connector, input, known), ...made, ...before, ...input.settings });
    refuseMissing(connector, all);
    const tried = await house.connections.try(connector, all);
    if (tried.outcome === 'unusable') {
      throw new CommandError(2, `These settings cannot be used: ${tried.sentence}. What is stored is as it was.`);
    }
    if (tried.outcome !== 'reached') {
      const isDenied = tried.outcome === 'failed' && tried.code === 'denied';
      throw new CommandError(isDenied ? 2 : 3, `${kind} is not connected: ${tried.sentence}.`);
    }
    await refuseOthersDirectory(house, input.shop, connector.directory?.(tried.settings));
    const shop = known ?? (await madeShop(house, input, tried));
    const outcome = await house.connections.connect(shop, name, connector, tried);
    if (typeof outcome !== 'string') throw new CommandError(2, `${kind} is not connected: ${outcome.sentence}.`);
    await writeDown(house, shop.id, `connection.${outcome}`, name);
    const { id, name: called, warnings } = tried.account;
    const account = { id, ...(called !== undefined && { name: called }), ...(warnings !== undefined && { warnings }) };
    const output = { connection: name, connector: kind, outcome, account, made: known === undefined };
    if (!isNew || connector.howToSend === undefined) return yes(output);
    const address = await hookAddress(house, shop, name);
    // Keys that were given are known to whoever gave them, and shown to nobody.
    const settings = Object.fromEntries(Object.entries(made).filter(([one]) => !Object.hasOwn(input.settings, one)));
    return yes({ ...output, telling: { address, settings, howTo: connector.howToSend(address, settings) } });
  },

  print({ connection, outcome, account, made, telling }, terminal, asked) {
    if (made) terminal.line(`The shop ${asked.shop} is new.`);
    if (telling !== undefined) {
      terminal.line(`${connection} is connected. It is told what is new at ${telling.address}`);
      const rotate = nextCommand(`connection rotate-secret ${connection}`, asked);
      terminal.line(`Its keys are not shown again; another write key is made by: ${rotate}\n`);
      terminal.line(telling.howTo);
      return;
    }
    const whose = account.name === undefined ? account.id : `${account.name} (${account.id})`;
    terminal.line(
      outcome === 'connected'
        ? `${connection} is connected to ${whose}. Its records come now and then while clientele start runs, and with: ${nextCommand(`sync ${connection}`, asked)}`
        : `${connection} has new settings; it is still connected to ${whose}.`,
    );
    for (const warning of account.warnings ?? []) terminal.line(`${connection}: ${warning}.`);
  },
};

/** Where a connector asks in which currency and time zone its source writes: those of the shop, unless said otherwise. */
function shopsOwn({ settings: { shape } }: Connector, { currency, timezone }: ConnectInput, shop: Shop | undefined) {
  const own = { currency: shop?.currency ?? currency, timeZone: shop?.timeZone ?? timezone };
  return Object.fromEntries(
    Object.entries(own).filter(([name, value]) => value !== undefined && Object.hasOwn(shape, name)),
  );
}

/** A setting that is given as nothing is taken away. */
function withoutEmpty(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}

/** What one shop's files say is nobody else's. */
async function refuseOthersDirectory(house: House, shop: string, directory: string | undefined): Promise<void> {
  if (directory === undefined) return;
  for (const { id } of await house.ledger.shops.list()) {
    if (id === shop) continue;
    for (const { connector, config } of await house.ledger.connections.list(id)) {
      const stored = directoryOf(house, connector, config);
      if (stored === undefined || !(isWithin(directory, stored) || isWithin(stored, directory))) continue;
      throw new CommandError(
        2,
        `${directory} is not connected: the shop ${id} reads ${stored}. Give each shop its own.`,
      );
    }
  }
}

/** The directory that a stored connection reads; undefined where it reads none. */
function directoryOf({ connections }: House, kind: string, config: unknown): string | undefined {
  const connector = connections.connector(kind);
  if (connector?.directory === undefined) return undefined;
  const reading = readSettings(connector.settings, config);
  return reading.outcome === 'read' ? connector.directory(reading.settings) : undefined;
}

/** @throws CommandError that names those there are */
export function connectorOf({ connections }: Pick<House, 'connections'>, kind: string): Connector {
  const connector = connections.connector(kind);
  if (connector !== undefined) return connector;
  throw new CommandError(2, `There is no connector ${kind}; there are: ${connections.kinds.join(', ')}.`);
}

function refuseMissing({ id, settings }: Connector, given: object): void {
  const missing = askedSettings(settings).filter(({ name, isNeeded }) => isNeeded && !Object.hasOwn(given, name));
  const [open, secret] = [false, true].map((isSecret) =>
    missing.filter((one) => one.isSecret === isSecret).map(({ name }) => name),
  );
  const says = [
    ...(open?.length ? [`write ${open.map((name) => `${name}=…`).join(' ')} behind ${id}`] : []),
    ...(secret?.length
      ? [`${secret.join(' and ')} ${secret.length > 1 ? 'are' : 'is'} secret: ${waysOf(id, secret)}`]
      : []),
  ];
  if (says.length > 0)
    throw new CommandError(2, `${id} cannot be connected without more settings: ${says.join('; ')}.`);
}

async function knownShop(house: House, input: ConnectInput): Promise<Shop | undefined> {
  const id = parseShopId(input.shop);
  if (id === undefined) {
    throw new CommandError(2, `'${input.shop}' is no shop id: use lower-case letters, digits and hyphens.`);
  }
  const shop = await house.ledger.shops.get(id);
  const zone = input.timezone === undefined ? undefined : parseTimeZone(input.timezone);
  if (shop !== undefined) refuseUnmeant(shop, input, { currency: input.currency, timeZone: zone });
  return shop;
}

/** A new shop counts as the account does, unless it is said otherwise. */
async function madeShop(house: House, { shop, currency: asked, timezone }: ConnectInput, { account }: Reached) {
  const id = parseShopId(shop);
  const currency = asked ?? account.currency;
  if (id === undefined || currency === undefined || !CURRENCIES.has(currency)) {
    throw new CommandError(2, `The shop ${shop} is new: give the currency that it counts in, such as --currency GBP.`);
  }
  const zone = parseTimeZone(timezone ?? account.timeZone ?? DEFAULT_TIME_ZONE);
  if (zone === undefined && timezone !== undefined) {
    throw new CommandError(2, `--timezone '${timezone}' is no time zone; give one such as Europe/London.`);
  }
  const draft = { id, name: account.name ?? id, currency, timeZone: zone ?? DEFAULT_TIME_ZONE, clock: null };
  return (await house.ledger.shops.create({ ...draft, generated: false, createdAt: house.clock() })).shop;
}
