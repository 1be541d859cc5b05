import type { StoredColumn } from './stored-column.js';

/** In millionths of a degree: whole numbers, so that both sides of a comparison begin with the same. */
const PLACES = 'arraySort(groupUniqArrayArray(customers.places))';

/** Where a profile's addresses are, for `customer_within_distance`: one element an address in each. */
export const PLACE_COLUMNS: readonly StoredColumn[] = [
  {
    name: 'place_latitude',
    type: 'Array(Int32)',
    from: 'customers',
    aggregate: `arrayMap(place -> place.1, ${PLACES})`,
    meaning: 'latitudes of the addresses that have coordinates, in millionths of a degree',
  },
  {
    name: 'place_longitude',
    type: 'Array(Int32)',
    from: 'customers',
    aggregate: `arrayMap(place -> place.2, ${PLACES})`,
    meaning: 'their longitudes',
  },
];
