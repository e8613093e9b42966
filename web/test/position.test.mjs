// What is expected at a place of a query; `|` marks the place.

import assert from "node:assert/strict";
import { test } from "node:test";

import { declaredPrefixes, positionAt, variables } from "../editor/position.js";

const PLACES = [
  ["|", "nothing"],
  ["SELECT |", "nothing"],
  ["SELECT * { |", "subject"],
  ["SELECT * { ?s |", "verb"],
  ["SELECT * { ?s ex:p |", "object"],
  ["SELECT * { ?s ex:p ?o |", "more"],
  ["SELECT * { ?s ex:p ?o ; |", "verb"],
  ["SELECT * { ?s ex:p ?o , |", "object"],
  ["SELECT * { ?s ex:p ?o . |", "subject"],
  ["SELECT * { ?s ex:p/|", "verb"],
  ["SELECT * { ?s ^ex:p|", "object"],
  ["SELECT * { ?s (ex:p|", "object"],
  ["SELECT * { ?s ex:p [ |", "verb"],
  ["SELECT * { ?s ex:p [ ex:q 1 ] |", "more"],
  ["SELECT * { FILTER (|", "nothing"],
  ["SELECT * { FILTER (?s = 1) |", "subject"],
  ["SELECT * { OPTIONAL { ?s |", "verb"],
  ["SELECT * { OPTIONAL { ?s ?p ?o } |", "subject"],
  ["SELECT * { GRAPH ex:g { |", "subject"],
  ["SELECT * { VALUES ?x { |", "nothing"],
  ["SELECT * { ?s ?p 1 } ORDER BY |", "nothing"],
  ["PREFIX |", "prefix"],
  ["PREFIX ex: <urn:> |", "nothing"],
  ["# { ?s\nSELECT * { '{' |", "verb"],
];

for (const [marked, expected] of PLACES) {
  test(`${marked} expects ${expected}`, () => {
    const offset = marked.lastIndexOf("|");
    assert.equal(positionAt(marked.slice(0, offset), offset).expected, expected);
  });
}

test("the class of a subject is found wherever it stands", () => {
  const text = "SELECT * { ?s ex:p ?o ;  . ?o rdf:type ex:O . ?s a ex:S }";
  const at = (offset) => positionAt(text, offset);
  assert.equal(at(text.indexOf(";") + 1).className, "ex:S");
  assert.equal(at(text.indexOf("rdf:type")).className, "ex:O");
  assert.equal(positionAt("ASK { ?s a ", 11).typed, true);
  assert.equal(positionAt("ASK { ?s a ex:S . [] ", 21).className, null);
});

test("prefixes and variables are read", () => {
  const text = "prefix ex: <urn:e#> PREFIX : <urn:> SELECT ?a { ?a ?b $c . ?a ? }";
  assert.deepEqual(declaredPrefixes(text), { ex: "urn:e#", "": "urn:" });
  assert.deepEqual(variables(text), ["?a", "?b", "$c"]);
});
