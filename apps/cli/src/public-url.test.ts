import { expect, it } from 'vitest';
import { publicUrl } from './public-url.js';

it.each([
  ['https://clientele.example', 'https://clientele.example'],
  ['https://clientele.example/', 'https://clientele.example'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['', undefined],
])('takes scheme, host and port as a browser sends them: %j', (text, origin) => {
  expect(publicUrl(text)).toBe(origin);
});

it.each([
  ['clientele.example', "'clientele.example' is no address"],
  ['ftp://clientele.example', 'is no address'],
  ['javascript:alert(1)', 'is no address'],
  ['https://Clientele.example:443', 'write https://clientele.example.'],
  ['https://clientele.example/shop', 'write https://clientele.example.'],
  ['https://clientele.example?a', 'write https://clientele.example.'],
  ['https://me:secret@clientele.example', 'write https://clientele.example.'],
])('refuses %s by name', (text, message) => {
  expect(() => publicUrl(text)).toThrow(message);
});
