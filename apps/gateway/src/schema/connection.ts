import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { once } from '../once.js';
import { ForWidgets } from './field-rules.js';

/** A page is this long unless `first` says otherwise. */
export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 250;

@ObjectType()
export class PageInfo {
  @ForWidgets()
  @Field(() => Boolean)
  readonly hasNextPage: boolean;

  @ForWidgets()
  @Field(() => Boolean, { description: 'Whether `after` was given: pages are read forwards only.' })
  readonly hasPreviousPage: boolean;

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'Of the first edge.' })
  readonly startCursor: string | null;

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'Give it as `after` to get the next page.' })
  readonly endCursor: string | null;

  constructor({ edges, hasNextPage, hasPreviousPage }: Page<EdgeOf<unknown>>) {
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
    this.startCursor = edges[0]?.cursor ?? null;
    this.endCursor = edges[edges.length - 1]?.cursor ?? null;
  }
}

/** One thing on a page, and where it stands. */
export interface EdgeOf<Node> {
  readonly node: Node;
  readonly cursor: string;
}

export interface Page<Edge> {
  readonly edges: readonly Edge[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly count: () => Promise<number>;
}

/** A page of `first` edges, behind `after`, out of one more that were read. */
export function pageOf<Edge>(
  read: readonly Edge[],
  { first, after }: { readonly first: number; readonly after: string | null | undefined },
  count: () => Promise<number>,
): Page<Edge> {
  return {
    edges: read.slice(0, first),
    hasNextPage: read.length > first,
    hasPreviousPage: after != null,
    count: once(count),
  };
}

/** The edge type of a connection to `node`. */
export function edgeOf<Node extends object>(node: () => ClassType<Node>) {
  @ObjectType()
  class Edge implements EdgeOf<Node> {
    @ForWidgets()
    @Field(node)
    readonly node: Node;

    @ForWidgets()
    @Field(() => String)
    readonly cursor: string;

    constructor(edge: EdgeOf<Node>) {
      this.node = edge.node;
      this.cursor = edge.cursor;
    }
  }
  return Edge;
}

/** The connection type over an edge type: edges, their nodes beside them, and the count only for who asks. */
export function connectionOf<Node extends object, Edge extends EdgeOf<Node>>(
  node: () => ClassType<Node>,
  edge: () => ClassType<Edge>,
) {
  @ObjectType()
  class Connection {
    readonly page: Page<Edge>;

    constructor(page: Page<Edge>) {
      this.page = page;
    }

    @ForWidgets()
    @Field(() => [edge()])
    get edges(): readonly Edge[] {
      return this.page.edges;
    }

    @ForWidgets()
    @Field(() => [node()])
    get nodes(): readonly Node[] {
      return this.page.edges.map((one) => one.node);
    }

    @ForWidgets()
    @Field(() => PageInfo)
    get pageInfo(): PageInfo {
      return new PageInfo(this.page);
    }

    @ForWidgets()
    @Field(() => Int, { description: 'Of all pages; counted only when it is asked for.' })
    totalCount(): Promise<number> {
      return this.page.count();
    }
  }
  return Connection;
}
