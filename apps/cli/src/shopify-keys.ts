import type { AppKeys } from '@clientele/connector-shopify';
import { CommandError } from './command-error.js';

/**
 * The keys of the app of Shopify on this server, from `SHOPIFY_CLIENT_ID`, `SHOPIFY_CLIENT_SECRET` and, while a secret is
 * being changed, those of before with commas between in `SHOPIFY_FORMER_CLIENT_SECRETS`; undefined where there is no app.
 *
 * @throws CommandError where one of the two is missing
 */
export function shopifyKeys(environment: NodeJS.ProcessEnv): AppKeys | undefined {
  const { SHOPIFY_CLIENT_ID: clientId = '', SHOPIFY_CLIENT_SECRET: clientSecret = '' } = environment;
  if (clientId === '' && clientSecret === '') return undefined;
  if (clientId === '' || clientSecret === '') {
    const missing = clientId === '' ? 'SHOPIFY_CLIENT_ID' : 'SHOPIFY_CLIENT_SECRET';
    throw new CommandError(2, `${missing} is not set: an app of Shopify needs its client id and its secret.`);
  }
  const former = (environment.SHOPIFY_FORMER_CLIENT_SECRETS ?? '').split(',').map((secret) => secret.trim());
  return { clientId, clientSecret, formerClientSecrets: former.filter((secret) => secret !== '') };
}
