/**
 * The text without what a terminal would obey: names and ids come from files, and may hold anything. Line ends and our own
 * colours stay; other control characters are shown by their pictures.
 */
export function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, (control, at: number) => {
    if (control === '\n' || (control === ESCAPE && COLOUR.test(text.slice(at + 1, at + 5)))) return control;
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '␡' : '�';
  });
}

const ESCAPE = String.fromCharCode(27);
const COLOUR = /^\[\d{1,2}m/;
