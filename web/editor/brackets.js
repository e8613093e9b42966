// Which brackets of a query belong to one another.

const PAIRS = { "(": ")", "[": "]", "{": "}" };
const CLOSING = new Set(Object.values(PAIRS));

/**
 * Return {other, matches} by the offset of each bracket among tokens: where the one stands that it
 * meets, if there is one, and whether the two are of one kind.
 */
export function bracketPairs(all) {
  const pairs = new Map();
  const open = [];
  for (const { kind, text, from } of all) {
    if (kind !== "sign") continue;
    if (text in PAIRS) open.push({ text, from });
    else if (CLOSING.has(text)) {
      const opening = open.pop();
      const matches = opening !== undefined && PAIRS[opening.text] === text;
      pairs.set(from, { other: opening?.from, matches });
      if (opening) pairs.set(opening.from, { other: from, matches });
    }
  }
  for (const { from } of open) pairs.set(from, { matches: false });
  return pairs;
}
