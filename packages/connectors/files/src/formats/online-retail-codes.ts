/**
 * Stock codes of Online Retail that stand for a service, not a product: postage and carriage, manual corrections,
 * discounts, samples, fees, a charity, adjustments, tests and gift vouchers.
 */
const SERVICE_CODES: ReadonlySet<string> = new Set([
  'ADJUST',
  'ADJUST2',
  'AMAZONFEE',
  'B',
  'BANK CHARGES',
  'C2',
  'C3',
  'CRUK',
  'D',
  'DOT',
  'GIFT',
  'M',
  'POST',
  'S',
  'TEST001',
  'TEST002',
]);

/** Whether a stock code, in upper case, is a service; its money counts, but nobody bought a product. */
export function isServiceCode(code: string): boolean {
  return SERVICE_CODES.has(code) || code.startsWith('GIFT_');
}
