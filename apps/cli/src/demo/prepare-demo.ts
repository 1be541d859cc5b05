import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { prepareFiveChannels } from './five-channels.js';
import { prepareOnlineRetail } from './online-retail.js';

/** Says in a line what is being done, where no bar shows it. */
export type Say = (line: string) => void;

/** Fills the two shops of the demonstration where they are not there yet; what was cut short goes on. */
export async function prepareDemo(house: House, report: Report, say: Say): Promise<void> {
  await prepareOnlineRetail(house, report, say);
  await prepareFiveChannels(house, report, say);
}
