import { typeFields } from '../context.js';
import { gid } from '../gid.js';
import { enumOfTopic } from '../topic.js';
import type { Subscription } from '../webhooks.js';

export const WEBHOOK_SUBSCRIPTION = typeFields<Subscription>('WebhookSubscription', {
  id: ({ id }) => gid('WebhookSubscription', id),
  legacyResourceId: ({ id }) => id,
  topic: ({ topic }) => enumOfTopic(topic),
  callbackUrl: ({ uri }) => uri,
  endpoint: ({ uri }) => ({ __typename: 'WebhookHttpEndpoint', callbackUrl: uri }),
  apiVersion: (_, __, { version }) => ({ handle: version, displayName: version, supported: true }),
  format: () => 'JSON',
});
