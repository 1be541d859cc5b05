import { parseShopId } from '@clientele/model';
import { checkFilesInShop } from '@clientele/pipeline';
import { type CheckedSegmentFile, checkSegmentFiles, type FileFault, type NamedText } from '@clientele/segmentation';
import { counted } from '../terminal/counted.js';
import { errorLine } from './query-errors.js';
import type { Answer, Asked, Verb } from './verb.js';

export interface FilesInput extends Asked {
  readonly files: readonly NamedText[];
}

interface CheckFilesOutput {
  readonly valid: boolean;
  /** Of a single file that is valid. */
  readonly canonical: string | null;
  /** Of all files. */
  readonly errors: readonly FaultInFile[];
  readonly warnings: readonly FaultInFile[];
  readonly files: readonly {
    readonly file: string;
    readonly handle: string | null;
    readonly valid: boolean;
    readonly canonical: string | null;
    /** How many were asked. */
    readonly examples: number;
  }[];
}
type FaultInFile = FileFault & { readonly file: string };

/** Checks segment files with their examples. Where there is no shop, what only it knows is taken on trust, with a warning. */
export const segmentCheckFiles: Verb<FilesInput, CheckFilesOutput> = {
  name: 'segment check files',
  async run(house, { shop: id, files }) {
    const known = parseShopId(id);
    const shop = known === undefined ? undefined : await house.ledger.shops.get(known);
    return checked(shop === undefined ? checkSegmentFiles(files) : await checkFilesInShop(house, shop, files));
  },
  withoutStores: ({ files }) => checked(checkSegmentFiles(files)),
  print({ valid, errors, warnings, files }, terminal) {
    for (const error of errors) terminal.line(faultLine(error));
    for (const warning of warnings) terminal.line(`warning ${faultLine(warning)}`);
    const examples = files.reduce((sum, file) => sum + file.examples, 0);
    const checkedWhat = `${counted(files.length, 'file')}, ${counted(examples, 'example')}`;
    terminal.line(valid ? `${checkedWhat}: all as they say.` : `${checkedWhat}: ${counted(errors.length, 'error')}.`);
  },
};

/** `segments/vip.segment:7:3 There is no attribute 'spent'`, with the suggestion on the same line. */
export function faultLine(fault: FaultInFile): string {
  return `${fault.file}:${errorLine(fault)}`;
}

/** All errors of some files, each with its file. */
export function faultsOf(files: readonly CheckedSegmentFile[], kind: 'errors' | 'warnings'): FaultInFile[] {
  return files.flatMap(({ file, [kind]: faults }) => faults.map((fault) => ({ file, ...fault })));
}

function checked(files: readonly CheckedSegmentFile[]): Answer<CheckFilesOutput> {
  const [errors, warnings] = [faultsOf(files, 'errors'), faultsOf(files, 'warnings')];
  const listed = files.map(({ file, segment, errors: own, examples }) => ({
    ...{ file, handle: segment?.handle ?? null, valid: own.length === 0 },
    ...{ canonical: segment?.canonical ?? null, examples },
  }));
  const valid = errors.length === 0;
  const canonical = valid && listed.length === 1 ? (listed[0]?.canonical ?? null) : null;
  return { output: { valid, canonical, errors, warnings, files: listed }, exit: valid ? 0 : 1 };
}
