import { randomUUID } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { events } from './connector.js';

const NOW = instant('2026-05-04T10:00:00Z');
const made = events.made(randomUUID);
const SETTINGS = { ...made, pagesMay: 'act', channel: 'online_store' } as const;

/** What a call comes to: the kinds of records, and what is refused. */
function outcomeOf(url: string, body: string, headers: Record<string, string>) {
  const heard = events.hear(
    { url, body: new TextEncoder().encode(body), headers: new Headers(headers) },
    SETTINGS,
    NOW,
  );
  if (heard.outcome !== 'heard') return heard;
  return { objects: heard.objects?.length, ...JSON.parse(heard.answer?.body ?? '') };
}

test('what whoever connected copies is taken as it stands, from a server and from a page', () => {
  const text = events.howToSend('https://c.example/hooks/abc', made);
  const [, url = '', user = '', call = ''] = /curl (\S+) -u '([^']*)'.*?-d '([^']*)'/s.exec(text) ?? [];
  expect(url).toBe('https://c.example/hooks/abc/v1/track');
  expect(outcomeOf(url, call, { authorization: `Basic ${btoa(user)}` })).toMatchObject({ objects: 2, refused: [] });

  const [, script = ''] = /<script[^>]*>(.*)<\/script>/s.exec(text) ?? [];
  const sent: string[] = [];
  const navigator = { sendBeacon: (address: string, body: string) => sent.push(address, body) };
  runInNewContext(script, { navigator, localStorage: {}, crypto, location: { pathname: '/tea' } });
  const [address = '', body = ''] = sent;
  expect(address).toBe('https://c.example/hooks/abc/v1/page');
  expect(outcomeOf(address, body, {})).toMatchObject({ objects: 1, refused: [] });
});

test('keys that were given are not in it, and while no server runs it names where one would listen', () => {
  const text = events.howToSend('/hooks/abc', {});
  expect(text).toContain('http://127.0.0.1:4000/hooks/abc/v1/track');
  expect(text).toContain('YOUR-WRITE-KEY');
});
