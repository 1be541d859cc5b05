import { relative } from 'node:path';

/** Whether a path is a directory, or lies anywhere below it; both absolute. Links are not looked through. */
export function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === '' || (way !== '..' && !way.startsWith('../'));
}
