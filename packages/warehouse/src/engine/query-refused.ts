/** A request that the door itself refuses; its message is in ClickHouse's own form, so that clients read code and type. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
  readonly clickhouseCode: number;

  constructor(clickhouseCode: number, type: string, sentence: string) {
    super(`Code: ${clickhouseCode}. DB::Exception: ${sentence} (${type})`);
    this.clickhouseCode = clickhouseCode;
  }
}

export function badRequest(sentence: string): QueryRefused {
  return new QueryRefused(36, 'BAD_ARGUMENTS', sentence);
}
