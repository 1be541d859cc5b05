import type { SeveralReading } from './reading.js';

/** Several texts that are stored as an array column of arrays: the sipHash64 of each text in lower case. */
export function ofKeys(column: string): SeveralReading {
  return {
    kind: 'several',
    hasAny: (texts, scope) => {
      const keys = texts.map((text) => `sipHash64(${scope.param('String', text)})`);
      return `hasAny(${scope.read(column)}, [${keys.join(', ')}])`;
    },
    isThere: (scope) => `notEmpty(${scope.read(column)})`,
  };
}
