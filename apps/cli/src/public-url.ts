import { InvalidArgumentError } from 'commander';

/**
 * Reads the option that names the address at which people reach the server; undefined where there is none. Pages and
 * doors lie at its root, so that a path would lead nowhere.
 */
export function publicUrl(text: string): string | undefined {
  if (text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError(
      `'${text}' is no address: write scheme and host, such as https://clientele.example.`,
    );
  }
  const { origin } = url;
  if (text !== origin && text !== `${origin}/`) {
    throw new InvalidArgumentError(`'${text}' says more than scheme, host and port: write ${origin}.`);
  }
  return origin;
}
