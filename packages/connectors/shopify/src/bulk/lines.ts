/** The lines of a text that comes in pieces, cut anywhere, even within a character. Empty ones are left out. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let open = '';
  for await (const piece of pieces) {
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
    open += first;
    for (const next of others) {
      if (open !== '') yield open;
      open = next;
    }
  }
  open += decoder.decode();
  if (open !== '') yield open;
}
