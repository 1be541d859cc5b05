import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type PrimitiveValueListNode,
  type ValueNode,
} from 'kysely';
import { LedgerError } from './ledger-error.js';

/** Refuses text with a NUL character in every store alike: SQLite would keep it, PostgreSQL cannot. */
export class RefuseNul implements KyselyPlugin {
  readonly #check = new NulCheck();

  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    return this.#check.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    return result;
  }
}

class NulCheck extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    refuseNul(node.value);
    return node;
  }

  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    node.values.forEach(refuseNul);
    return node;
  }
}

function refuseNul(value: unknown): void {
  if (typeof value === 'string' && value.includes('\0')) {
    throw new LedgerError('ledger.nul-in-text', 'a text contains the NUL character (U+0000): take it out');
  }
}
