// Asks a SPARQL endpoint with Comunica, and prints what it understood as JSON.
import { QueryEngine } from "@comunica/query-sparql";

const endpoint = process.argv[2];
const engine = new QueryEngine();
const context = { sources: [{ type: "sparql", value: endpoint }] };
const prefix = "PREFIX e: <http://e/> ";

const rows = await (
  await engine.queryBindings(`${prefix}SELECT ?s ?o { ?s e:p ?o } ORDER BY ?s`, context)
).toArray();
const ask = await engine.queryBoolean(`${prefix}ASK { e:s1 e:p ?o }`, context);
const quads = await (
  await engine.queryQuads(`${prefix}CONSTRUCT { ?s e:q ?o } WHERE { ?s e:p ?o }`, context)
).toArray();
const joined = await (
  await engine.queryBindings(
    `${prefix}SELECT ?x { ?s e:p ?o . ?s e:r ?x FILTER(STRSTARTS(?x, "r")) } LIMIT 5`,
    context,
  )
).toArray();

console.log(
  JSON.stringify({
    rows: rows.map((row) => [row.get("s").value, row.get("o").value]),
    ask,
    quads: quads.length,
    joined: joined.map((row) => row.get("x").value),
  }),
);
