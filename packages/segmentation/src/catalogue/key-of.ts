/** SQL of the hash that a text is stored as where it is only compared for equality; 0 where it is empty. */
export function keyOf(text: string): string {
  return `if(${text} = '', 0, sipHash64(${text}))`;
}
