import { type GuideTable, languageGuide } from './language-guide.js';

/** The guide as a page of the documentation. */
export function guideInMarkdown(): string {
  const sections = languageGuide().map(({ title, text, tables }) =>
    [`## ${title}`, text, ...tables.map(tableInMarkdown)].join('\n\n'),
  );
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# Names of the segment language

Every attribute, kind of rows, parameter and measure, and whether Shopify's segments have it too. How they are put together, and what each
exactly means, is on [the page of the language](segment-language.md). This page is written from the catalogue; to write it anew:
\`node packages/segmentation/dist/write-guide.js\` after a build.`;

function tableInMarkdown({ columns, rows }: GuideTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
