// The tokens of a query, from left to right (SPARQL 1.1 Query, clause 19.8).
// A string without an end goes to the end of its line, or of the text; a prefix has at most 100
// characters: so every text is read in linear time.

const KINDS = {
  comment: /#[^\r\n]*/,
  space: /\s+/,
  iri: /<[^<>"{}|^`\\\x00-\x20]*>/,
  string:
    /"""(?:[^"\\]|\\[^]|"(?!""))*(?:"""|$)|'''(?:[^'\\]|\\[^]|'(?!''))*(?:'''|$)|"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?/,
  variable: /[?$][\p{L}\p{N}_]*/,
  language: /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/,
  blank: /_:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]|\.(?=[\p{L}\p{N}_-]))*/,
  name: /(?:\p{L}(?:[\p{L}\p{N}_.-]{0,100}))?:(?:[\p{L}\p{N}_:%-]|\\.|\.(?=[\p{L}\p{N}_:%-]))*/,
  number: /(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+/,
  word: /[\p{L}\p{N}_]+/,
  sign: /\^\^|&&|\|\||[<>!]=|[^]/,
};
const TOKEN = new RegExp(
  Object.entries(KINDS)
    .map(([kind, pattern]) => `(?<${kind}>${pattern.source})`)
    .join("|"),
  "uy",
);

/** Yield {kind, text, from, to} for each token, white space and comments among them. */
export function* tokens(text) {
  const scanner = new RegExp(TOKEN);
  for (let found = scanner.exec(text); found && found[0]; found = scanner.exec(text)) {
    const kind = Object.keys(KINDS).find((name) => found.groups[name] !== undefined);
    yield { kind, text: found[0], from: found.index, to: scanner.lastIndex };
  }
}

/** Return the tokens that say something: neither white space nor comments. */
export function words(text) {
  return [...tokens(text)].filter(({ kind }) => kind !== "space" && kind !== "comment");
}

/** Return what kind of query a text is: SELECT, ASK, CONSTRUCT, DESCRIBE, or nothing. */
export function kindOfQuery(text) {
  const kinds = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
  for (const token of tokens(text)) {
    const word = token.kind === "word" ? token.text.toUpperCase() : "";
    if (kinds.includes(word)) return word;
  }
  return "";
}
