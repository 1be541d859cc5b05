import { readAgain, readWay } from '@clientele/connector-files';
import type { ReadAgain } from '@clientele/pipeline';

/** Reads refused rows of files again, in the way that is kept with them. */
export const readFilesAgain: ReadAgain = (inputs) => {
  const way = readWay(inputs[0]?.retry);
  return way && readAgain(inputs, way);
};
