import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { prepareFiveChannels } from './five-channels.js';
import { prepareOnlineRetail } from './online-retail.js';

/** Fills the two shops of the demonstration where they are not there yet; what was cut short goes on. */
export async function prepareDemo(house: House, report: Report): Promise<void> {
  await prepareOnlineRetail(house, report);
  await prepareFiveChannels(house, report);
}
