import { advance, type OfferedTemplate, offerTemplates, saveTemplates } from '@clientele/pipeline';
import { segmentTemplates as allTemplates } from '@clientele/segmentation';
import { CommandError } from '../command-error.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

interface TemplatesInput extends Asked {
  /** Handles of templates to save as segments first. */
  readonly save: 'all' | readonly string[];
}

export const segmentTemplates: Verb<TemplatesInput, readonly OfferedTemplate[]> = {
  name: 'segment templates',
  async run(house, { shop: id, save }, report) {
    const shop = await house.shop(id);
    const handles = save === 'all' ? allTemplates().map(({ handle }) => handle) : save;
    if (handles.length > 0) {
      await house.inTurn(shop.id, async () => {
        const saved = await saveTemplates(house, shop, handles, 'command line');
        if (saved.outcome === 'refused') throw new CommandError(2, saved.message);
        for (const { id } of saved.segments) await writeDown(house, shop.id, 'segment.created', id);
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      });
    }
    return yes(await offerTemplates(house, shop));
  },
  print(templates, terminal, input) {
    terminal.table(
      ['group', 'template', 'would hold', '', 'what it is', 'needs'],
      templates.map(({ group, handle, count, saved, description, change, needs }, place) => [
        ...[group === templates[place - 1]?.group ? '' : group, handle, count, saved ? 'saved' : ''],
        ...[change === null ? description : `${description} To be adapted.`, count === 0 ? needs : ''],
      ]),
    );
    terminal.line('What to tell their members, and what to adapt: --json, or the page.');
    if (templates.every(({ saved }) => !saved)) {
      const save = nextCommand(`segment templates --save ${templates[0]?.handle}`, input);
      terminal.line(`Save some: ${save}; all: --save-all`);
    }
  },
};
