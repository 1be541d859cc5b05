import type { ComplianceRequest } from '@clientele/ledger';
import { copyAsked, type ExportedPerson, markAnswered } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';

type ShownRequest = Pick<
  ComplianceRequest,
  'number' | 'connection' | 'what' | 'receivedAt' | 'dueAt' | 'doneAt' | 'failure'
>;

/** What platforms asked for by law, and people by the command line. */
export const requests: Verb<Asked, readonly ShownRequest[]> = {
  name: 'requests',
  async run(house, { shop: id }) {
    const shop = await house.shop(id);
    const all = await house.ledger.complianceRequests.list(shop.id);
    return yes(all.map(({ about: _, found: __, ...shown }) => shown));
  },
  print(all, terminal, asked) {
    if (all.length === 0) return terminal.line('Nothing was asked for.');
    terminal.table(
      ['number', 'what', 'by', 'asked', 'due', 'done'],
      all.map(({ number, what, connection, receivedAt, dueAt, doneAt, failure }) => [
        String(number),
        what,
        connection,
        receivedAt,
        dueAt,
        doneAt ?? (failure === null ? 'not yet' : `not yet (${failure})`),
      ]),
    );
    const waiting = all.find(({ what, doneAt }) => what === 'export-person' && doneAt === null);
    if (waiting === undefined) return;
    terminal.line(`Answer an export with: ${nextCommand(`requests answer ${waiting.number} > answer.json`, asked)}`);
  },
};

export interface RequestAnswerInput extends Asked {
  readonly number: number;
}

/** What somebody asked to have of what is kept of them, which answers their request. */
export const requestAnswer: Verb<RequestAnswerInput, ExportedPerson> = {
  name: 'requests answer',
  async run(house, { shop: id, number }) {
    const shop = await house.shop(id);
    const exported = await copyAsked(house, shop, number, 'command line');
    if (exported === undefined) {
      throw new CommandError(2, `Number ${number} is no export that waits to be answered: see clientele requests.`);
    }
    await markAnswered(house, shop, number, 'command line');
    return yes(exported);
  },
  print: (exported, terminal) => terminal.line(JSON.stringify(exported, undefined, 2)),
};
