// What is copied says the query, whatever stands in it: each program is run where its language is.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { test } from "node:test";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

import { curl, python, r } from "../editor/snippets.js";

const run = promisify(execFile);
const QUERIES = [
  "SELECT * { ?s ?p ?o }",
  "# it's\nSELECT ('$HOME `id` \\\\ \\'x\\' %26 &+' AS ?a) {}",
  'SELECT ("""a"b""" AS ?a) { ?s ?p ")--\\"" }',
  'ASK { ?s ?p "é\u{1f600}" }',
  "CONSTRUCT WHERE { ?s ?p ?o }",
  'SELECT (")-" AS ?a) { BIND(r"x" AS ?b) } # "',
];
const ANSWERS = {
  "text/csv": "a\r\n1\r\n",
  "application/sparql-results+json": '{"boolean": true}',
  "text/turtle": "<urn:a> <urn:b> <urn:c> .\n",
};

/** Serve answers; call `use` with the address, and return what was asked. */
async function asked(use) {
  const heard = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const parameters = new URLSearchParams(body || request.url.split("?")[1]);
      heard.push([parameters.get("query"), request.headers.accept]);
      response.end(ANSWERS[request.headers.accept] ?? "a\n1\n");
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await use(`http://127.0.0.1:${server.address().port}/sparql`);
  } finally {
    server.close();
  }
  return heard;
}

const PROGRAMS = [
  ["curl", ["--version"], (query, url) => ["sh", ["-c", curl(query, url)]]],
  ["python3", ["--version"], (query, url) => ["python3", ["-c", python(query, url)]]],
  ["Rscript", ["--version"], (query, url) => ["Rscript", ["-e", r(query, url)]]],
];

for (const [program, version, command] of PROGRAMS) {
  const missing = spawnSync(program, version).error !== undefined;
  for (const query of QUERIES) {
    test(`${program} asks ${JSON.stringify(query)}`, { skip: missing && `no ${program} here` }, async () => {
      const heard = await asked((url) => run(...command(query, url)));
      assert.equal(heard.length, 1);
      assert.equal(heard[0][0], query);
    });
  }
}

test("each kind of query asks for a form that suits it", () => {
  const forms = { SELECT: "text/csv", ASK: "application/sparql-results+json", DESCRIBE: "text/turtle" };
  for (const [kind, form] of Object.entries(forms)) {
    assert.match(curl(`# SELECT\nPREFIX a: <urn:ASK>\n${kind} ?x {}`, "http://e/"), new RegExp(form.replace("+", "\\+")));
  }
});
