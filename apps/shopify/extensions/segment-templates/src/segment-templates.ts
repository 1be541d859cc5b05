import templates from './templates.json' with { type: 'json' };

/** A template as Shopify's segment editor shows it. */
export interface EditorTemplate {
  readonly title: string;
  readonly description: string;
  /** What the merchant sees, and what is put into the editor. */
  readonly query: string;
  readonly queryToInsert: string;
  /** What must be defined in the shop before it finds anybody. */
  readonly dependencies?: { readonly standardMetafields: readonly string[] };
  /** For a month, Shopify calls it new. */
  readonly createdOn: string;
}

const CREATED_ON = '2026-11-24T00:00:00Z';
const BIRTH_DATE = 'facts.birth_date';

/** What Shopify calls when the segment editor is opened. */
export default function segmentTemplates(): { readonly templates: readonly EditorTemplate[] } {
  return {
    templates: templates.map(({ title, description, query }) => ({
      title,
      description,
      query,
      queryToInsert: query,
      ...(query.includes(`metafields.${BIRTH_DATE}`) && { dependencies: { standardMetafields: [BIRTH_DATE] } }),
      createdOn: CREATED_ON,
    })),
  };
}
