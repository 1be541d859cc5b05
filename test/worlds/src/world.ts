import type { RecordInput } from '@clientele/model';
import { type BulkRecord, bulkRecords } from './bulk.js';
import { productRecords } from './catalogue.js';
import type { Connection } from './channels.js';
import { recordsOf, type TrueRecord, trueRecordsOf } from './life.js';
import { type Person, personOf } from './person.js';
import { settingOf, type WorldOptions } from './setting.js';
import { type Shopper, shopperOf } from './shopper.js';

export interface WorldRecord {
  readonly connection: Connection;
  readonly record: RecordInput;
}

export interface PersonTruth {
  /** The person's index. */
  readonly person: number;
  /** The index of the first person of the home. */
  readonly household: number;
  /** All customer records that are this person; none for somebody who only ever paid cash at a till. */
  readonly records: readonly TrueRecord[];
}

/**
 * A shop of five channels with people whose truth is known. Nothing is stored: each person is made from (seed, index)
 * alone, so all iterations stream in constant memory and may be repeated, and one person costs no other.
 */
export interface World {
  readonly options: WorldOptions;
  people(): Generator<Person>;
  person(index: number): Person;
  /** How that person truly buys. */
  shopper(index: number): Shopper;
  /**
   * The products of every connection, then all records person by person; in the order in which they would be sent
   * within a person, not across people. A customer record may come again in a later version.
   */
  records(): Generator<WorldRecord>;
  /** All records about one person, in the order in which they would be sent. */
  recordsOf(index: number): WorldRecord[];
  truth(): Generator<PersonTruth>;
  /**
   * Another, simpler history of the same number of people, made as fast as can be: one customer record a person and
   * 10 orders on average, already in the form that readRecord gives. Its ids overlap those of {@link records}.
   */
  ordersOnly(): Generator<BulkRecord>;
}

/** Throws a RangeError for options that describe no world, and for the index of nobody. */
export function world(options: WorldOptions): World {
  const setting = settingOf(options);
  const somebody = (index: number): number => {
    if (Number.isInteger(index) && index >= 0 && index < setting.people) return index;
    throw new RangeError(`there is no person ${index}: people are numbered from 0 to ${setting.people - 1}`);
  };
  const person = (index: number) => personOf(setting, somebody(index));
  const recordsAbout = (index: number) =>
    recordsOf(setting, somebody(index)).map(({ connection, record }) => ({ connection, record }));
  return {
    options,
    person,
    shopper: (index) => shopperOf(setting, person(index)),
    recordsOf: recordsAbout,
    *people() {
      for (let index = 0; index < setting.people; index += 1) yield person(index);
    },
    *records() {
      yield* productRecords(setting.calendar.instant(setting.calendar.ms(0, 0)));
      for (let index = 0; index < setting.people; index += 1) yield* recordsAbout(index);
    },
    *truth() {
      for (let index = 0; index < setting.people; index += 1) {
        const { household } = person(index);
        yield { person: index, household, records: trueRecordsOf(setting, index) };
      }
    },
    ordersOnly: () => bulkRecords(setting),
  };
}
