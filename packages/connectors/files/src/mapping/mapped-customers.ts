import type { RowReading } from '../formats/format.js';
import type { TableItems } from '../formats/table-items.js';
import { hash64 } from '../hash64.js';
import type { Row } from '../table/row.js';
import { mappedCustomerId, mappedPerson } from './mapped-person.js';
import { type MappedValues, readingRow, UnreadableValue } from './mapped-values.js';

/** One row is one customer. */
export function mappedCustomers(items: TableItems, values: MappedValues): RowReading {
  return {
    take: (row) => {
      const customer = readingRow(() => customerOf(row));
      return [typeof customer === 'string' ? items.refuse([row], customer) : items.record(customer, [row])];
    },
    end: () => [],
  };

  function customerOf(row: Row) {
    const externalId = mappedCustomerId(values, row);
    if (externalId === undefined) throw new UnreadableValue('the row has neither a customer nor an e-mail address');
    const createdAt = values.moment(row, 'createdAt');
    const updatedAt = values.moment(row, 'updatedAt') ?? createdAt;
    if (updatedAt === undefined)
      throw new UnreadableValue(`neither ${values.name('updatedAt')} nor ${values.name('createdAt')} has a value`);
    const said = {
      createdAt,
      ...mappedPerson(values, row),
      birthDate: values.day(row, 'birthDate'),
      language: values.text(row, 'language'),
      tags: (values.text(row, 'tags') ?? '')
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      attributes: Object.fromEntries(
        values.attributes
          .map(([name, position]) => [name, (row.cells[position] ?? '').trim()] as const)
          .filter(([, text]) => text !== ''),
      ),
    };
    const version = { updatedAt, tiebreak: hash64(JSON.stringify(said))[0] };
    return { kind: 'customer' as const, externalId, version, ...said };
  }
}
