/** `1 member`, `5,942 members`: a number of things, as people read it. */
export function counted(value: number, noun: string, several = `${noun}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? noun : several}`;
}
