// Makes NAME.graphql.gz of an introspection result as Shopify publishes it: the schema as text, without descriptions.
//   node make.js INTROSPECTION.json.gz admin-2026-10.graphql.gz
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { buildClientSchema, buildSchema, parse, print, printSchema, stripIgnoredCharacters, visit } from 'graphql';

const [, , from, to] = process.argv;
const text = gunzipSync(readFileSync(from)).toString();
const schema = text.startsWith('{') ? buildClientSchema(JSON.parse(text).data ?? JSON.parse(text)) : buildSchema(text);
const bare = visit(parse(printSchema(schema), { noLocation: true }), {
  enter: (node) => ('description' in node && node.description ? { ...node, description: undefined } : undefined),
});
writeFileSync(to, gzipSync(stripIgnoredCharacters(print(bare)), { level: 9 }));
