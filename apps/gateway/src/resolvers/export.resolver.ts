import { exportMembers, type WritingChannel } from '@clientele/pipeline';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { WritingChannelEnum } from '../schema/enums.js';
import { ExportPreview } from '../schema/export.js';
import { Needs, WalksMembers } from '../schema/field-rules.js';
import { userErrors } from '../schema/user-error.js';
import { faultsWithoutSegments } from './segments-closed.js';

@Resolver()
export class ExportResolver {
  @Needs('read:profiles')
  @WalksMembers()
  @Query(() => ExportPreview, {
    description:
      'Who would be in a file of members: `POST /members.csv` with the same `query`, `for` and `withoutHoldOut` gives it.',
  })
  async previewExport(
    @Ctx() context: GatewayContext,
    @Arg('query', () => String, { description: 'A query, or the handle of a saved segment.' }) query: string,
    @Arg('for', () => WritingChannelEnum, {
      nullable: true,
      description: 'Only who may be written to on it; everybody without.',
    })
    channel?: WritingChannel | null,
    @Arg('withoutHoldOut', () => Boolean, {
      defaultValue: false,
      description: 'Leave out those whom the shop leaves alone, and count them.',
    })
    withoutHoldOut = false,
  ): Promise<ExportPreview> {
    const { deps, shop, credential, signal } = context;
    const faults = faultsWithoutSegments(context, query);
    if (faults.length > 0) return new ExportPreview(undefined, userErrors(faults, ['query']));
    const found = await exportMembers(deps, shop, query, {
      by: nameOf(credential),
      signal,
      ...(channel != null && { channel }),
      withoutHoldOut,
    });
    return found.outcome === 'exported'
      ? new ExportPreview(found, [])
      : new ExportPreview(undefined, userErrors(found.errors, ['query']));
  }
}
