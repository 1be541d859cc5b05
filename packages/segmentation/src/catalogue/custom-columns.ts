import type { StoredColumn } from './stored-column.js';

/** Of each name the value of the newest customer record that states it, names and values sorted by name. */
const ALL =
  '(arrayReverseSort(groupArrayArray(arrayMap((name, value) -> ' +
  '(toString(name), version, toString(connection), external_id, value), ' +
  'mapKeys(customers.custom), mapValues(customers.custom)))) AS all_custom)';
const NEWEST_OF_EACH =
  'arrayReverse(arrayFilter((said, place) -> place = 1 OR all_custom[place - 1].1 != said.1, ' +
  `${ALL}, arrayEnumerate(all_custom)))`;

const ELEMENTS =
  'groupUniqArrayArray(arrayFlatten(arrayMap((name, values) -> arrayMap(value -> (toString(name), value), values), ' +
  'mapKeys(customers.custom_lists), mapValues(customers.custom_lists))))';
const LIST_NAMES = `arraySort(arrayDistinct(arrayMap(each -> each.1, ${ELEMENTS})))`;

function elementsOfEach(element: string): string {
  const ofName = `arrayFilter(each -> each.1 = name, ${ELEMENTS})`;
  const values = `arraySort(arrayDistinct(arrayMap(each -> ${element}, ${ofName})))`;
  return `mapFromArrays(${LIST_NAMES}, arrayMap(name -> ${values}, ${LIST_NAMES}))`;
}

/** The custom attributes of a profile, whatever they are declared as: for each type that a value may be taken for. */
export const CUSTOM_COLUMNS: readonly StoredColumn[] = [
  {
    name: 'custom',
    type: 'Map(LowCardinality(String), String)',
    from: 'customers',
    aggregate: `mapFromArrays(arrayMap(said -> said.1, ${NEWEST_OF_EACH}), arrayMap(said -> said.5, ${NEWEST_OF_EACH}))`,
    meaning:
      'by name behind a letter: t text, n a decimal, d and i day and instant of a text that is a date, b true or false',
  },
  {
    name: 'custom_lists',
    type: 'Map(LowCardinality(String), Array(String))',
    from: 'customers',
    aggregate: elementsOfEach('each.2'),
    meaning: 'lists by name, of all customer records together',
  },
  {
    name: 'custom_lists_folded',
    type: 'Map(LowCardinality(String), Array(String))',
    from: 'customers',
    aggregate: elementsOfEach('lowerUTF8(each.2)'),
    meaning: 'the same in lower case',
  },
];
