import { type GuideSection, type GuideTable, languageGuide } from '@clientele/segmentation';
import { escaped } from './escaped.js';

/** The guide to the segment language as the inside of a page, from the catalogue of this release. */
export function guidePage(): string {
  const sections = languageGuide();
  return `<p><a href="/">Clientele</a></p>
<h1>Names of the segment language</h1>
<p>A query is a condition that people meet. This is all that it may be about.</p>
<nav aria-label="Parts"><ul>${sections.map(({ title }) => `<li><a href="#${idOf(title)}">${escaped(title)}</a></li>`).join('')}</ul></nav>
${sections.map(sectionHtml).join('\n')}`;
}

function sectionHtml({ title, text, tables }: GuideSection): string {
  return `<section aria-labelledby="${idOf(title)}"><h2 id="${idOf(title)}">${escaped(title)}</h2>
<p>${withCode(text)}</p>
${tables.map((table) => tableHtml(table, title)).join('\n')}</section>`;
}

function tableHtml({ columns, rows }: GuideTable, title: string): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${withCode(cell)}</td>`).join('')}</tr>`).join('\n');
  const label = escaped(`${title}: ${columns[0]}`);
  return `<div class="wide" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** What stands between backquotes is code. */
function withCode(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escaped(part) : `<code>${escaped(part)}</code>`))
    .join('');
}

function idOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z]+/g, '-');
}
