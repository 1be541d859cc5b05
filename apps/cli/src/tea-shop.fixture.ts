import { instant, type Shop, shopId, timeZone } from '@clientele/model';

/** A shop whose clock goes on, for what a server does by itself. */
export const TEA_SHOP: Shop = {
  id: shopId('tea'),
  name: 'Tea',
  currency: 'GBP',
  timeZone: timeZone('Europe/London'),
  clock: null,
  generated: false,
  createdAt: instant('2026-01-01T00:00:00Z'),
};
