import { type ConnectionStanding, connectionStandings, type StreamStanding } from '@clientele/pipeline';
import { type Asked, type Verb, yes } from './verb.js';

/** The shop's connections: how they fare, how fresh they are, and how much they brought. */
export const connections: Verb<Asked, readonly ConnectionStanding[]> = {
  name: 'connections',

  async run(house, input) {
    return yes(await connectionStandings(house, house.connections, await house.shop(input.shop)));
  },

  print(rows, terminal) {
    if (rows.length === 0) terminal.line('Nothing is connected yet: see clientele connect --help.');
    else {
      terminal.table(
        ['connection', 'of', 'state', 'pulled', 'heard', 'refused', 'waiting', 'objects'],
        rows.map(({ name, connector, state, pulledAt, heardAt, refused, inbox, streams }) => [
          name,
          connector,
          state,
          pulledAt ?? '–',
          heardAt ?? '–',
          refused,
          inbox?.waiting ?? 0,
          streams
            .filter(({ objects }) => objects > 0)
            .map(objectsOf)
            .join(', '),
        ]),
      );
    }
    for (const { name, why, account } of rows) {
      if (why?.sentence != null) terminal.line(`${name}: ${why.sentence}`);
      for (const warning of account?.warnings ?? []) terminal.line(`${name}: ${warning}`);
    }
  },
};

/** `310 customers`; while all of them are being read, `12,300 of some 200,000 orders (some 4 min yet)`. */
function objectsOf({ name, objects, total, secondsLeft }: StreamStanding): string {
  const of = total === null || total <= objects ? '' : ` of some ${total.toLocaleString('en')}`;
  const left = secondsLeft === null ? '' : ` (some ${Math.ceil(secondsLeft / 60)} min yet)`;
  return `${objects.toLocaleString('en')}${of} ${name}${left}`;
}
