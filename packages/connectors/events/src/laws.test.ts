import { checkLaws, findingLines, type Heard, type Hook } from '@clientele/connector-kit';
import type { Instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { events } from './connector.js';
import type { EventsSettings } from './settings.js';
import { clientsWorld } from './world.js';

const RUNS = Number(process.env.CLIENTELE_LAW_RUNS ?? 10);
const NOT_DRIVEN = [4, 10, 11, 13, 15];

test('it keeps all laws that clients in memory can drive; those that they cannot are listed', async () => {
  const { laws } = await checkLaws(events, clientsWorld, { seed: 1, runs: RUNS });
  expect(laws.flatMap(findingLines)).toEqual([]);
  expect(laws.filter(({ outcome }) => outcome === 'not driven').map(({ number }) => number)).toEqual(NOT_DRIVEN);
  expect(laws.filter(({ outcome }) => outcome === 'kept')).toHaveLength(16 - NOT_DRIVEN.length);
});

/** As if what comes last were the latest. */
function lastComeStands(hook: Hook, settings: EventsSettings, now: Instant): Heard {
  const heard = events.hear(hook, settings, now);
  if (heard.outcome !== 'heard') return heard;
  const objects = (heard.objects ?? []).map(({ stream, object }) => {
    const { version, ...said } = Object(object);
    return { stream, object: version === undefined ? said : { ...said, version: { updatedAt: now, tiebreak: 0 } } };
  });
  return { ...heard, objects };
}

test('whoever takes what comes last for the latest is caught', async () => {
  const wrong = { ...events, hear: lastComeStands };
  const { laws } = await checkLaws(wrong, clientsWorld, { seed: 1, runs: 40, only: [1, 8] });
  expect(laws.map(({ outcome }) => outcome)).toContain('broken');
});
