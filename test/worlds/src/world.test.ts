import { createHash } from 'node:crypto';
import { day, dayOf, instant, timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { type World, world } from './world.js';

const small = { seed: 42, people: 150, timeZone: timeZone('Europe/London'), currency: 'GBP' };
const window = { from: day('2024-07-01'), to: day('2026-06-30') };

function fingerprint(made: World): string {
  const hash = createHash('sha256');
  for (const item of [...made.people(), ...made.records(), ...made.truth(), ...made.ordersOnly()]) {
    hash.update(JSON.stringify(item));
  }
  return hash.digest('hex');
}

describe('world', () => {
  it('is the same to the byte for the same options, today and tomorrow', () => {
    const made = world({ ...small, ...window });
    expect(fingerprint(made)).toBe(fingerprint(made));
    // Changes with every change of the generator: then take the new one, knowing that all worlds are new.
    expect(fingerprint(made)).toMatchInlineSnapshot(
      `"56bfd6226e663b743a50f6e68fd1c45a318f4a4845cc26cb079220fce5b751f1"`,
    );
  });

  it('differs by seed', () => {
    expect(fingerprint(world({ ...small, ...window, seed: 43 }))).not.toBe(fingerprint(world({ ...small, ...window })));
  });

  it('tells of any one person what it tells of them among all', () => {
    const made = world({ ...small, ...window });
    const products = [...world({ ...small, ...window, people: 0 }).records()];
    const oneByOne = Array.from({ length: small.people }, (_, index) => made.recordsOf(index)).flat();
    expect([...made.records()]).toEqual([...products, ...oneByOne]);
    expect([...made.people()][17]).toEqual(made.person(17));
  });

  it('makes people of a large world without the ones before', () => {
    const large = world({ ...small, ...window, people: 1_000_000 });
    expect(large.recordsOf(999_999)).toEqual(world({ ...small, ...window, people: 1_000_000 }).recordsOf(999_999));
    expect(large.person(999_999).email).toContain('999999@');
  });

  it.each(['America/St_Johns', 'Africa/Casablanca', 'Pacific/Auckland'])('keeps to its days in %s', (zone) => {
    const made = world({
      ...small,
      from: day('2026-03-08'),
      to: day('2026-03-29'),
      timeZone: timeZone(zone),
      currency: 'USD',
    });
    const days = new Set(
      [...made.records()].map(({ record }) => dayOf(instant(record.version.updatedAt), timeZone(zone))),
    );
    expect([...days].sort().at(0)).toBe('2026-03-08');
    expect([...days].sort().at(-1)).toBe('2026-03-29');
  });

  it('can last one day and have nobody', () => {
    const made = world({ ...small, people: 3, from: day('2026-03-29'), to: day('2026-03-29') });
    expect([...made.truth()]).toHaveLength(3);
    expect([...world({ ...small, ...window, people: 0 }).truth()]).toEqual([]);
  });

  it.each([
    { options: { seed: 0.5 }, message: 'a seed is a whole number' },
    { options: { people: -1 }, message: 'people are a whole number from 0 to 5000000' },
    { options: { people: 5_000_001 }, message: 'people are a whole number from 0 to 5000000' },
    { options: { currency: 'pounds' }, message: "'pounds' is not a currency code such as GBP" },
    { options: { to: day('2024-06-30') }, message: 'a world cannot end on 2024-06-30 before it starts on 2024-07-01' },
  ])('refuses $message', ({ options, message }) => {
    expect(() => world({ ...small, ...window, ...options })).toThrow(new RangeError(message));
  });

  it.each([-1, 150, 0.5])('has no person %d', (index) => {
    const made = world({ ...small, ...window });
    const message = `there is no person ${index}: people are numbered from 0 to 149`;
    expect(() => made.person(index)).toThrow(new RangeError(message));
    expect(() => made.recordsOf(index)).toThrow(new RangeError(message));
  });
});
