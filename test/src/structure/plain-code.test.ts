import { expect, test } from 'vitest';
import { aManifest, aRepository } from './a-repository.js';
import { plainCode } from './plain-code.js';

function findingsOf(path: string, source: string): string[] {
  using repository = aRepository({ 'packages/model/package.json': aManifest('model'), [path]: source });
  return plainCode(repository).map(({ place, problem }) => `${place} ${problem}`);
}

test.each(['utils.ts', 'util.ts', 'types.ts', 'helpers.test.ts', 'utils/day.ts'])('a pile is found: %s', (name) => {
  expect(findingsOf(`packages/model/src/${name}`, '')).toEqual([
    expect.stringMatching(/ name the file by its one idea, not as a pile$/),
  ]);
});

test('names in kebab-case pass, others do not', () => {
  expect(findingsOf('packages/model/src/order-types.test.ts', '')).toEqual([]);
  expect(findingsOf('packages/model/src/orderFacts.ts', '')).toEqual([
    'packages/model/src/orderFacts.ts file names are kebab-case',
  ]);
});

test('`any` is found as a type, not as a word', () => {
  const source = `// any\nexport const any = 'any';\nexport function read(input: any) {}\nexport type List = Array<any>;`;
  expect(findingsOf('packages/model/src/read.ts', source)).toEqual([
    'packages/model/src/read.ts:3 `any` switches the compiler off; say the type, or read it with a schema',
    'packages/model/src/read.ts:4 `any` switches the compiler off; say the type, or read it with a schema',
  ]);
});

test('a cast through unknown is found', () => {
  expect(findingsOf('packages/model/src/cast.test.ts', `export const day = 3 as unknown as string;`)).toEqual([
    'packages/model/src/cast.test.ts:1 `as unknown as` switches the compiler off; say the type, or read it with a schema',
  ]);
});
