import { type Habits, type MakeWorld, SimulatedShop, simulatedWorld } from '@clientele/connector-kit';
import { instant } from '@clientele/model';
import { deliver, SETTINGS, serve } from './fake.js';
import type { ShopSettings } from './settings.js';

/** Short pages, so that a few orders fill many. */
export const PAGE_SIZE = 3;

/** What no code of ours can mend: a coarse clock, and what does not move the change time. */
const HABITS: Habits = {
  grainMs: 1000,
  settlesMs: 0,
  unseen: ['payment', 'deletion'],
  currencies: ['GBP', 'JPY', 'KWD'],
};

/** A shop in memory, with what happens in shops, behind the fake of its interface. */
export function shopWorld(habits: Partial<Habits> = {}): MakeWorld<ShopSettings> {
  return async ({ seed, at = instant('2026-05-04T10:00:00.250Z') }) =>
    simulatedWorld({
      name: 'a simulated shop',
      settings: SETTINGS,
      pageSize: PAGE_SIZE,
      shop: new SimulatedShop(seed, at, { ...HABITS, ...habits }),
      serve,
      deliver,
    });
}
