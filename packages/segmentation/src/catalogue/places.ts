import type { StoredColumn } from './stored-column.js';

/** In millionths of a degree: whole numbers, so that both sides of a comparison begin with the same. */
export const ALL_PLACES = { all_places: 'arraySort(groupUniqArrayArray(customers.places))' } as const;

/** Where a profile's addresses are, for `customer_within_distance`: one element an address in each. */
export const PLACE_COLUMNS: readonly StoredColumn[] = [
  {
    name: 'place_latitude',
    type: 'Array(Int32)',
    from: 'customers',
    aggregate: 'all_places.1',
    isOfPrepared: true,
    meaning: 'latitudes of the addresses that have coordinates, in millionths of a degree',
  },
  {
    name: 'place_longitude',
    type: 'Array(Int32)',
    from: 'customers',
    aggregate: 'all_places.2',
    isOfPrepared: true,
    meaning: 'their longitudes',
  },
];
