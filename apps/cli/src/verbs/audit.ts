import { type Audit, audit as auditShop } from '@clientele/pipeline';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import type { Asked, Verb } from './verb.js';

export interface AuditInput extends Asked {
  readonly sample?: number;
}

export const audit: Verb<AuditInput, Audit> = {
  name: 'audit',
  takesNow: true,
  async run(house, input, report) {
    const shop = await house.shop(input.shop);
    const asked = instantAsked(input.now, shop);
    const found = await house.inTurn(shop.id, () =>
      auditShop(house, shop, {
        ...(input.sample === undefined ? {} : { sample: input.sample }),
        ...(asked === undefined ? {} : { asked }),
        onProgress: (done, of) => report({ label: 'auditing profiles', done, of }),
      }),
    );
    return { output: found, exit: found.mismatches === 0 ? 0 : 1 };
  },
  print({ segments, profiles, mismatches, examples }, terminal) {
    const verdict =
      mismatches === 0
        ? terminal.paint('green', 'no mismatch')
        : terminal.paint('red', counted(mismatches, 'mismatch', 'mismatches'));
    terminal.line(
      `${counted(segments, 'segment')} of ${counted(profiles, 'profile')} recomputed from their records: ${verdict}`,
    );
    for (const { of, name, profile, stored, found } of examples) {
      const whose = profile === '' ? '' : `${profile}, `;
      terminal.line(`  ${whose}${of} ${name}: stored ${stored}, by the records ${found}`);
    }
  },
};
