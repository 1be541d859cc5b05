import { describe, expect, test } from 'vitest';
import type { Identifier } from './identifier.js';
import { MemoryIdentity } from './memory-identity.fixture.js';
import { type Resolution, resolveTouched } from './resolve-touched.js';

const email = (name: string): Identifier => ({ kind: 'email', value: `${name}@mail.org` });
const phone = (digits: string): Identifier => ({ kind: 'phone', value: `+1312${digits}` });
const card = (id: string): Identifier => ({ kind: 'account', value: `loyalty:${id}` });

const ANN = email('ann.smith');
const [HOME, WORK] = [phone('7344358'), phone('7344891')];
const FAMILY = email('the.smiths');

/** A shop's identity whose every change is resolved and stored. */
class Shop {
  readonly identity = new MemoryIdentity();

  async write(customer: number, identifiers: Identifier[], name: string | null = 'ann smith'): Promise<Resolution> {
    this.identity.write(customer, identifiers, name);
    return this.resolve(customer);
  }

  async remove(customer: number): Promise<Resolution> {
    this.identity.remove(customer);
    return this.resolve(customer);
  }

  async resolve(...touched: number[]): Promise<Resolution> {
    const resolution = await resolveTouched(touched, this.identity, this.identity);
    this.identity.apply(resolution);
    return resolution;
  }

  async profiles(...customers: number[]): Promise<(number | undefined)[]> {
    const profiles = await this.identity.profilesOf(customers);
    return customers.map((customer) => profiles.get(customer));
  }
}

const UNCHANGED: Resolution = {
  assignments: [],
  removed: [],
  merged: [],
  emptied: [],
  created: [],
  dirty: [],
  nowShared: [],
  noLongerShared: [],
};

describe('joining', () => {
  test('a record without identifiers is a profile of its own', async () => {
    const shop = new Shop();
    expect(await shop.write(1, [], null)).toEqual({
      ...UNCHANGED,
      assignments: [{ customer: 1, profile: 1 }],
      created: [1],
      dirty: [1],
    });
    expect(await shop.resolve(1)).toEqual(UNCHANGED);
  });

  test.each([
    ['e-mail', ANN],
    ['phone', HOME],
    ['account', card('L77')],
  ])('the same %s is the same profile, and a record between two joins all', async (_, value) => {
    const shop = new Shop();
    await shop.write(1, [value]);
    await shop.write(2, [WORK]);
    await shop.write(3, [value, WORK]);
    expect(await shop.profiles(1, 2, 3)).toEqual([1, 1, 1]);
  });

  test('the same text of another kind is something else', async () => {
    const shop = new Shop();
    await shop.write(1, [{ kind: 'email', value: 'x' }]);
    await shop.write(2, [{ kind: 'account', value: 'x' }]);
    expect(await shop.profiles(1, 2)).toEqual([1, 2]);
  });

  test('role addresses and placeholders join nobody', async () => {
    const shop = new Shop();
    const generic: Identifier[] = [
      { kind: 'email', value: 'info@northstore.com' },
      { kind: 'email', value: 'noemail@northstore.com' },
      { kind: 'phone', value: '+447700000000' },
      { kind: 'account', value: 'loyalty:0' },
    ];
    await shop.write(1, generic);
    await shop.write(2, generic);
    expect(await shop.profiles(1, 2)).toEqual([1, 2]);
  });

  test('ten guest records of one mailbox and name are one profile', async () => {
    const shop = new Shop();
    for (let customer = 1; customer <= 10; customer++) await shop.write(customer, [ANN]);
    expect(new Set(await shop.profiles(1, 5, 10))).toEqual(new Set([1]));
  });
});

describe('which profile is kept', () => {
  test('the one of most records; the other is redirected to it, in one hop', async () => {
    const shop = new Shop();
    await shop.write(1, [ANN]);
    await shop.write(2, [HOME]);
    await shop.write(3, [HOME]);
    expect(await shop.write(1, [ANN, HOME])).toEqual({
      ...UNCHANGED,
      assignments: [{ customer: 1, profile: 2 }],
      merged: [{ from: 1, into: 2 }],
      dirty: [1, 2],
    });
    for (const customer of [4, 5, 6, 7]) await shop.write(customer, [WORK]);
    await shop.write(3, [HOME, WORK]);
    expect([1, 2, 3].map((profile) => shop.identity.standsFor(profile))).toEqual([3, 3, 3]);
  });

  test('the oldest among equals', async () => {
    const shop = new Shop();
    await shop.write(7, [ANN]);
    await shop.write(2, [HOME]);
    const { merged } = await shop.write(9, [ANN, HOME]);
    expect(merged).toEqual([{ from: 2, into: 1 }]);
  });

  test('on a split the largest part, and the others get new ones', async () => {
    const shop = new Shop();
    await shop.write(1, [ANN]);
    await shop.write(2, [ANN, HOME]);
    await shop.write(3, [HOME]);
    await shop.write(4, [HOME]);
    expect(await shop.write(2, [HOME])).toEqual({
      ...UNCHANGED,
      assignments: [{ customer: 1, profile: 2 }],
      created: [2],
      dirty: [1, 2],
    });
  });

  test('on a split into equals the part with the smallest customer number', async () => {
    const shop = new Shop();
    await shop.write(5, [ANN, HOME]);
    await shop.write(3, [ANN]);
    await shop.write(4, [HOME]);
    await shop.write(5, []);
    expect(await shop.profiles(3, 4, 5)).toEqual([1, 2, 3]);
  });

  test('records that come apart and together again end in one profile; numbers are never used twice', async () => {
    const shop = new Shop();
    await shop.write(1, [ANN]);
    await shop.write(2, [ANN]);
    await shop.write(2, [HOME]);
    expect(await shop.profiles(1, 2)).toEqual([1, 2]);
    const { merged } = await shop.write(2, [ANN]);
    expect(merged).toEqual([{ from: 2, into: 1 }]);
    const { created } = await shop.write(2, [HOME]);
    expect(created).toEqual([3]);
  });

  test('a profile whose records went to several persons is redirected to the one with most of them', async () => {
    const shop = new Shop();
    for (const customer of [1, 2, 3]) await shop.write(customer, [ANN]);
    for (const customer of [11, 12, 13]) await shop.write(customer, [HOME]);
    for (const customer of [21, 22, 23]) await shop.write(customer, [WORK]);
    shop.identity.write(1, [HOME], 'ann smith');
    shop.identity.write(2, [WORK], 'ann smith');
    shop.identity.write(3, [WORK], 'ann smith');
    const { merged, emptied } = await shop.resolve(1, 2, 3);
    expect({ merged, emptied }).toEqual({ merged: [{ from: 1, into: 3 }], emptied: [] });
  });
});

describe('records that are gone', () => {
  test('leave the map, and a profile without records is emptied', async () => {
    const shop = new Shop();
    await shop.write(1, [ANN]);
    await shop.write(2, [ANN]);
    expect(await shop.remove(1)).toEqual({ ...UNCHANGED, removed: [1], dirty: [1] });
    expect(await shop.remove(2)).toEqual({ ...UNCHANGED, removed: [2], emptied: [1], dirty: [1] });
    expect(await shop.remove(2)).toEqual(UNCHANGED);
  });

  test('no longer bridge their neighbours', async () => {
    const shop = new Shop();
    await shop.write(1, [ANN]);
    await shop.write(2, [ANN, HOME]);
    await shop.write(3, [HOME]);
    await shop.remove(2);
    expect(await shop.profiles(1, 2, 3)).toEqual([1, undefined, 2]);
  });

  test('a customer that was never written is nothing', async () => {
    expect(await new Shop().resolve(99)).toEqual(UNCHANGED);
  });
});

describe('a value of more than six names', () => {
  const NAMES = ['ann', 'bob', 'cleo', 'dan', 'eve', 'finn', 'gus', 'hal'].map((name) => `${name} smith`);

  async function household(size: number): Promise<Shop> {
    const shop = new Shop();
    for (let index = 0; index < size; index++) await shop.write(index + 1, [FAMILY], NAMES[index]);
    return shop;
  }

  test('six names join, the seventh parts them, and without it they join again', async () => {
    const shop = await household(6);
    expect(await shop.profiles(1, 2, 3, 4, 5, 6)).toEqual([1, 1, 1, 1, 1, 1]);
    const seventh = await shop.write(7, [FAMILY], NAMES[6]);
    expect(seventh.nowShared).toEqual(['email:the.smiths@mail.org']);
    expect(await shop.profiles(1, 2, 3, 4, 5, 6, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const without = await shop.write(7, [], NAMES[6]);
    expect(without.noLongerShared).toEqual(['email:the.smiths@mail.org']);
    expect(await shop.profiles(1, 2, 3, 4, 5, 6, 7)).toEqual([1, 1, 1, 1, 1, 1, 7]);
  });

  test('also when the seventh is renamed or deleted', async () => {
    const renamed = await household(7);
    await renamed.write(7, [FAMILY], NAMES[0]);
    expect(new Set(await renamed.profiles(1, 2, 3, 4, 5, 6, 7)).size).toBe(1);
    const deleted = await household(7);
    await deleted.remove(7);
    expect(new Set(await deleted.profiles(1, 2, 3, 4, 5, 6)).size).toBe(1);
  });

  test('other values still join those who carry it', async () => {
    const shop = await household(8);
    await shop.write(9, [FAMILY, ANN], NAMES[0]);
    await shop.write(1, [FAMILY, ANN], NAMES[0]);
    const [first, second, ninth] = await shop.profiles(1, 2, 9);
    expect(ninth).toBe(first);
    expect(second).not.toBe(first);
  });

  test('one name many times, and records without a name, are not many names', async () => {
    const shop = await household(6);
    for (let customer = 11; customer <= 20; customer++) await shop.write(customer, [FAMILY], NAMES[customer % 6]);
    for (let customer = 21; customer <= 30; customer++) await shop.write(customer, [FAMILY], null);
    expect(new Set(await shop.profiles(1, 11, 20, 21, 30)).size).toBe(1);
  });

  test('a shared value that stays shared is counted and not looked through', async () => {
    const shop = await household(8);
    const asked: string[] = [];
    const carriersOf = shop.identity.carriersOf.bind(shop.identity);
    shop.identity.carriersOf = async (keys) => {
      asked.push(...keys);
      return carriersOf(keys);
    };
    shop.identity.write(9, [FAMILY, ANN], 'ida smith');
    await shop.resolve(9);
    expect(asked).toEqual(['email:ann.smith@mail.org']);
  });
});
