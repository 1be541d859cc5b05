import { advance, deleteSegments, listSegments, reviseSegment } from '@clientele/pipeline';
import { counted } from '../terminal/counted.js';
import { invalidQuery } from './query-errors.js';
import { refusedEdit } from './refused-edit.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

interface RenameInput extends Asked {
  readonly segment: string;
  readonly name: string;
}

interface EditedSegment {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
}

export const segmentRename: Verb<RenameInput, EditedSegment> = {
  name: 'segment rename',
  async run(house, { shop: of, segment, name }) {
    const shop = await house.shop(of);
    const renamed = await house.inTurn(shop.id, () => reviseSegment(house, shop, segment, { name }, 'command line'));
    if (renamed.outcome === 'invalid') throw invalidQuery(renamed.errors, segment);
    if (renamed.outcome === 'refused') throw refusedEdit(renamed);
    const { id, handle } = renamed.segment;
    if (renamed.outcome === 'saved') await writeDown(house, shop.id, 'segment.revised', id);
    return yes({ id, handle, name: renamed.segment.name });
  },
  print({ handle, name }, terminal) {
    terminal.line(`${handle} is called '${name}' now; queries refer to it by ${handle} as before.`);
  },
};

interface DeletedSegment extends EditedSegment {
  /** Members that it had. */
  readonly left: number;
}

export const segmentDelete: Verb<
  Asked & { readonly segments: readonly string[] },
  { readonly segments: readonly DeletedSegment[] }
> = {
  name: 'segment delete',
  async run(house, { shop: of, segments }, report) {
    const shop = await house.shop(of);
    return house.inTurn(shop.id, async () => {
      const before = new Map((await listSegments(house, shop)).map(({ id, members }) => [id, members]));
      const deleted = await deleteSegments(house, shop, segments);
      if (deleted.outcome === 'refused') throw refusedEdit(deleted);
      for (const { id } of deleted.segments) await writeDown(house, shop.id, 'segment.deleted', id);
      await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      return yes({
        segments: deleted.segments.map(({ id, handle, name }) => ({ id, handle, name, left: before.get(id) ?? 0 })),
      });
    });
  },
  print({ segments }, terminal) {
    for (const { name, left } of segments) {
      terminal.line(`'${name}' is deleted; ${counted(left, 'member')} left it.`);
    }
  },
};
