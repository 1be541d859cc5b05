import { writeFile } from 'node:fs/promises';

interface Person {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Days of their orders, with what each came to. */
  readonly orders: readonly (readonly [day: string, amount: string])[];
}

/** Few enough to count by hand. */
export const PEOPLE: readonly Person[] = [
  {
    id: 'c1',
    firstName: 'Ada',
    lastName: 'Reyes',
    orders: [
      ['2024-03-01', '120'],
      ['2024-04-01', '80'],
    ],
  },
  { id: 'c2', firstName: 'Bo', lastName: 'Lind', orders: [['2024-04-02', '40']] },
  { id: 'c3', firstName: 'Chi', lastName: 'Okafor', orders: [['2023-01-05', '15']] },
  {
    id: 'c4',
    firstName: 'Maria del Carmen',
    lastName: 'Wolfeschlegelsteinhausenbergerdorff',
    orders: [['2024-05-01', '300']],
  },
  { id: 'c5', firstName: 'Eve', lastName: 'Nobuy', orders: [] },
];

/** Writes people and their orders as a file that `clientele import` reads. */
export async function writeSmallShop(file: string, people: readonly Person[], currency: string): Promise<void> {
  const version = { updatedAt: '2024-05-02T00:00:00Z' };
  const records = people.flatMap(({ id, firstName, lastName, orders }) => [
    { kind: 'customer', externalId: id, version, firstName, lastName, email: `${id}@small.example` },
    ...orders.map(([day, amount], index) => ({
      kind: 'order',
      externalId: `${id}-${index + 1}`,
      version,
      placedAt: `${day}T10:00:00Z`,
      channel: { id: 'web', kind: 'online_store' },
      customer: id,
      currency,
      lines: [{ id: '1', product: 'tea', title: 'Tea', quantity: '1', listPrice: amount }],
    })),
  ]);
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
