import { writeFile } from 'node:fs/promises';
import { guideInMarkdown } from './guide/guide-in-markdown.js';

// `node dist/write-guide.js`: writes down the page that guide.test.ts holds the catalogue against.
await writeFile(new URL('../../../docs/segment-names.md', import.meta.url), guideInMarkdown());
