import type { StoredColumn } from './stored-column.js';

/** What the customer records of a profile say of custom attributes. */
export const ALL_CUSTOM = {
  /** Name, version, connection, id and value of what is said, the newest of each name, names backwards. */
  all_custom:
    'arrayCompact(said -> said.1, arrayReverseSort(groupArrayArray(arrayMap((name, value) -> ' +
    '(toString(name), version, toString(connection), external_id, value), ' +
    'mapKeys(customers.custom), mapValues(customers.custom)))))',
  /** Name and element of lists, each once, by name and element. */
  all_elements:
    'arraySort(groupUniqArrayArray(arrayFlatten(arrayMap((name, values) -> arrayMap(value -> (toString(name), value), values), ' +
    'mapKeys(customers.custom_lists), mapValues(customers.custom_lists)))))',
} as const;

/** The elements of a name's list, from SQL over one of them. */
function elementsOfEach(element: string): string {
  const ofName = `arrayMap(each -> ${element}, arrayFilter(each -> each.1 = name, all_elements))`;
  return `arrayMap(name -> arraySort(arrayDistinct(${ofName})), list_names)`;
}

/** The custom attributes of a profile, whatever they are declared as: for each type that a value may be taken for. */
export const CUSTOM_COLUMNS: readonly StoredColumn[] = [
  {
    name: 'custom',
    type: 'Map(LowCardinality(String), String)',
    from: 'customers',
    aggregate: 'mapFromArrays(arrayReverse(all_custom.1), arrayReverse(all_custom.5))',
    isOfPrepared: true,
    meaning:
      'by name behind a letter: t text, n a decimal, d and i day and instant of a text that is a date, b true or false',
  },
  {
    name: 'custom_lists',
    type: 'Map(LowCardinality(String), Array(String))',
    from: 'customers',
    aggregate: `mapFromArrays(arrayDistinct(all_elements.1) AS list_names, ${elementsOfEach('each.2')})`,
    isOfPrepared: true,
    meaning: 'lists by name, of all customer records together',
  },
  {
    name: 'custom_lists_folded',
    type: 'Map(LowCardinality(String), Array(String))',
    from: 'customers',
    aggregate: `mapFromArrays(list_names, ${elementsOfEach('lowerUTF8(each.2)')})`,
    isOfPrepared: true,
    meaning: 'the same in lower case',
  },
];
