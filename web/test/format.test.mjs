// Laying out a query changes white space only.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { format } from "../editor/format.js";
import { tokens } from "../editor/tokens.js";

const QUESTIONS = new URL("../../queries/questions/", import.meta.url);
const said = (text) => [...tokens(text)].filter(({ kind }) => kind !== "space").map(({ text }) => text.trimEnd());

const LAID_OUT = [
  [
    "select ?a (count(*) as ?n) where{?a a ex:B;ex:c ?d. # why\n#own\nfilter(?d='x;{') optional{?a ^ex:b+ ?c}{?a ?b 1.5}union{?a ?b 2}} group by ?a limit 5",
    [
      "select ?a (count(*) as ?n) where{",
      "  ?a a ex:B;",
      "    ex:c ?d. # why",
      "  #own",
      "  filter(?d='x;{')",
      "  optional{?a ^ex:b+ ?c}",
      "  {?a ?b 1.5}union{?a ?b 2}",
      "}",
      "group by ?a",
      "limit 5",
    ],
  ],
  ["PREFIX ex: <urn:a#b> PREFIX f: <urn:>ASK{}", ["PREFIX ex: <urn:a#b>", "PREFIX f: <urn:>", "ASK{}"]],
  ["ASK {\n\n\n\n  ?s ?p ?o\n\n\n  . }", ["ASK {", "", "  ?s ?p ?o .", "}"]],
  ["SELECT * { ?s ?p [ ex:a 1 ; ex:b 2 ] . ?s ?p ( 1 2 ) }", ["SELECT * {", "  ?s ?p [ ex:a 1 ; ex:b 2 ] .", "  ?s ?p ( 1 2 )", "}"]],
];

for (const [text, lines] of LAID_OUT) {
  test(`laid out: ${text.slice(0, 30)}`, () => assert.equal(format(text), `${lines.join("\n")}\n`));
}

const ODD = [
  "", " ", "}", "}}}", "{", "{{{", ")", "SELECT", "'", '"""', "'''a", "<", "# only a comment", "{ # a\n# b\n}",
  "SELECT * { ?s ?p 'a\\'b' } # end", '{ ?s ?p """a\n  b""" . }', "?a.?b", "1.2.3", "\u{1f600} ?\u{1f600}",
  "{ ?s ex:p\\.q ?o }", "a\r\nb\r\n# c\r\nd",
];

for (const text of ODD) {
  test(`kept: ${JSON.stringify(text)}`, () => {
    const written = format(text);
    assert.deepEqual(said(written), said(text));
    assert.equal(format(written), written);
  });
}

test("the saved questions are laid out already", () => {
  const files = readdirSync(QUESTIONS).filter((name) => name.endsWith(".rq"));
  assert.ok(files.length > 50);
  for (const name of files) {
    const text = readFileSync(new URL(name, QUESTIONS), "utf8");
    assert.equal(format(text), text, name);
  }
});

test("text that is no query takes linear time", () => {
  const milliseconds = (text) => {
    const began = process.cpuUsage().user;
    format(text);
    return (process.cpuUsage().user - began) / 1000;
  };
  for (const piece of ['"""', "a.", "'", "{", "<", "#\n", "a:b.", "?a . "]) {
    milliseconds(piece.repeat(1_000));
    const [small, large] = [2_000, 8_000].map((times) => Math.min(...[1, 2, 3].map(() => milliseconds(piece.repeat(times)))));
    assert.ok(large < 12 * small + 50, `${piece}: ${small} ms, ${large} ms`);
  }
});
