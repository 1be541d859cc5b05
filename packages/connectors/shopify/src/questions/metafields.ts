/** One metafield of a customer. */
export const METAFIELD = `query Metafield($id: ID!, $namespace: String!, $key: String!) {
  customer(id: $id) { metafield(namespace: $namespace, key: $key) { value } }
}`;

/** Writes metafields; the others stay. Says of each whether it is defined: only then the merchant sees it and can ask for it. */
export const SET_METAFIELDS = `mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
  changed: metafieldsSet(metafields: $metafields) { metafields { definition { id } } userErrors { message } }
}`;

/** Takes metafields away. One that is not there is no error. */
export const DELETE_METAFIELDS = `mutation DeleteMetafields($metafields: [MetafieldIdentifierInput!]!) {
  changed: metafieldsDelete(metafields: $metafields) { userErrors { message } }
}`;

/** Says what the metafields of a namespace and key are. */
export const DEFINE_METAFIELD = `mutation DefineMetafield($definition: MetafieldDefinitionInput!) {
  changed: metafieldDefinitionCreate(definition: $definition) { userErrors { code message } }
}`;

/** What the merchant's metafields of customers are. */
export const METAFIELD_DEFINITIONS = `query MetafieldDefinitions($after: String) {
  metafieldDefinitions(ownerType: CUSTOMER, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { namespace key type { name } }
  }
}`;
