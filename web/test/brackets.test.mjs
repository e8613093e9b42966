// Brackets belong to one another by the tokens: not those in texts, comments and IRIs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { bracketPairs } from "../editor/brackets.js";
import { tokens } from "../editor/tokens.js";

// Below each bracket: a letter shared by the two of a pair, `!` where one is alone or wrong.
const TEXTS = [
  ["ASK { [ ( ) ] }", "    a b c c b a"],
  ["{ '}' # }\n }", "a          a"],
  ["<urn:(> (", "        !"],
  ["}", "!"],
  ["{ ( }", "! ! !"],
  ["", ""],
  ["{}{}", "aabb"],
];

for (const [text, marks] of TEXTS) {
  test(`paired: ${JSON.stringify(text)}`, () => {
    const pairs = bracketPairs(tokens(text));
    const expected = [...marks].flatMap((mark, at) => (mark === " " ? [] : [[at, mark]]));
    assert.deepEqual([...pairs.keys()].sort((one, other) => one - other), expected.map(([at]) => at));
    for (const [at, mark] of expected) {
      const { other, matches } = pairs.get(at);
      assert.equal(matches, mark !== "!", `at ${at}`);
      if (matches) assert.equal(marks[other], mark);
    }
  });
}

test("brackets that are never closed take linear time", () => {
  const milliseconds = (text) => {
    const began = process.cpuUsage().user;
    bracketPairs(tokens(text));
    return (process.cpuUsage().user - began) / 1000;
  };
  milliseconds("{".repeat(1_000));
  const [small, large] = [5_000, 20_000].map((times) => Math.min(...[1, 2, 3].map(() => milliseconds("{(".repeat(times)))));
  assert.ok(large < 12 * small + 50, `${small} ms, ${large} ms`);
});
