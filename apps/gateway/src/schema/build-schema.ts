import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { ConnectionResolver } from '../resolvers/connection.resolver.js';
import { ExportResolver } from '../resolvers/export.resolver.js';
import { HoldOutResolver } from '../resolvers/hold-out.resolver.js';
import { PrivacyResolver } from '../resolvers/privacy.resolver.js';
import { ProfileResolver } from '../resolvers/profile.resolver.js';
import { QueryHelpResolver } from '../resolvers/query-help.resolver.js';
import { SegmentResolver } from '../resolvers/segment.resolver.js';
import { SegmentInsightsResolver } from '../resolvers/segment-insights.resolver.js';
import { SegmentListsResolver } from '../resolvers/segment-lists.resolver.js';
import { SegmentMutationsResolver } from '../resolvers/segment-mutations.resolver.js';
import { ShopResolver } from '../resolvers/shop.resolver.js';
import { WidgetOriginsResolver } from '../resolvers/widget-origins.resolver.js';
import { WriteBackResolver } from '../resolvers/write-back.resolver.js';

/** The one schema of all shops. */
export function gatewaySchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: [
      ShopResolver,
      ProfileResolver,
      SegmentResolver,
      SegmentInsightsResolver,
      QueryHelpResolver,
      ExportResolver,
      SegmentMutationsResolver,
      SegmentListsResolver,
      HoldOutResolver,
      WidgetOriginsResolver,
      ConnectionResolver,
      WriteBackResolver,
      PrivacyResolver,
    ],
    validate: false,
  });
}
