// Puts a query in lines: one pattern a line, what stands in braces two spaces further in.
// Only white space is changed: comments and tokens stay, and what was written without a space
// within a line stays so. A group that its author put on one line, and that is short, stays there.

import { tokens } from "./tokens.js";

const STEP = "  ";
const DEEPEST = 20;
const LONGEST_FLAT = 90;
const CLAUSES = new Set(
  (
    "PREFIX BASE SELECT CONSTRUCT DESCRIBE ASK FROM HAVING LIMIT OFFSET " +
    "OPTIONAL MINUS FILTER BIND VALUES GRAPH SERVICE"
  ).split(" "),
);
const WITH_BY = new Set(["GROUP", "ORDER"]);
const CLOSING = { "}": "{", "]": "[", ")": "(" };

/** Return the query in lines; the text itself where that would change a token. */
export function format(text) {
  const written = new Writer(text).write();
  const [before, after] = [said(text), said(written)];
  const same = before.length === after.length && before.every((word, at) => word === after[at]);
  return same ? written : text;
}

function said(text) {
  return [...tokens(text)].filter(({ kind }) => kind !== "space").map((token) => token.text.trimEnd());
}

/** Return the tokens, each with what stood before it: nothing, a space, or broken lines. */
function pieces(text) {
  const found = [];
  let space = "";
  for (const token of tokens(text)) {
    if (token.kind === "space") {
      space = token.text;
      continue;
    }
    const breaks = found.length ? space.split("\n").length - 1 : 0;
    found.push({ ...token, text: token.text.trimEnd(), spaced: space !== "", breaks, flat: false });
    space = "";
  }
  markFlat(found);
  return found;
}

/** Mark the braces of each group that stays on its line: short, with neither dots nor braces in it. */
function markFlat(found) {
  let opening = null;
  let plain = true;
  for (const token of found) {
    if (token.text === "{") [opening, plain] = [token, true];
    else if (token.breaks || [".", ";"].includes(token.text) || token.kind === "comment") plain = false;
    if (token.text !== "}") continue;
    if (opening && plain && token.to - opening.from <= LONGEST_FLAT) opening.flat = token.flat = true;
    opening = null;
  }
}

/** Writes tokens with new white space between them. */
class Writer {
  constructor(text) {
    this.tokens = pieces(text);
    this.out = "";
    this.open = []; // the braces, brackets and parentheses around this place; "flat" for a flat brace
    this.depth = 0; // how many of them are braces in lines
    this.fresh = true; // nothing is on the line yet
    this.continued = false; // the pattern at hand goes on behind a semicolon
  }

  write() {
    this.tokens.forEach((token, at) => this.put(token, this.tokens[at - 1], this.tokens[at + 1]));
    return `${this.out.trimEnd()}\n`;
  }

  /** Whether patterns, or clauses, stand here: lines are broken nowhere else. */
  get inLines() {
    return this.open.length === 0 || this.open.at(-1) === "{";
  }

  put(token, before, after) {
    if (token.text === "}" && !token.flat) {
      while (this.open.length && this.open.pop() !== "{");
      this.depth = Math.max(0, this.depth - 1);
      this.continued = false;
      this.line();
    } else if (this.breaksBefore(token, before, after)) {
      this.line(token.breaks > 1);
    }
    this.append(token);
    this.follow(token, after);
  }

  breaksBefore(token, before, after) {
    if (!before || !(this.inLines || token.kind === "comment")) return false;
    const word = token.kind === "word" ? token.text.toUpperCase() : "";
    if (CLAUSES.has(word)) return true;
    if (WITH_BY.has(word) && after?.text.toUpperCase() === "BY") return true;
    return token.breaks > 0 && !["{", ".", ";", ","].includes(token.text);
  }

  line(blank = false) {
    if (!this.fresh) this.out += "\n";
    if (blank && this.out && !this.out.endsWith("\n\n")) this.out += "\n";
    this.fresh = true;
  }

  append({ text, spaced }) {
    if (this.fresh) this.out += STEP.repeat(Math.min(this.depth, DEEPEST) + (this.continued ? 1 : 0));
    else if (spaced) this.out += " ";
    this.out += text;
    this.fresh = false;
  }

  follow(token, after) {
    if (token.kind === "comment") {
      this.line();
      return;
    }
    if (token.kind !== "sign") return;
    if ("{[(".includes(token.text)) {
      this.open.push(token.flat ? "flat" : token.text);
      if (token.text === "{" && !token.flat) this.depth += 1;
    }
    if ((token.flat && token.text === "}") || "])".includes(token.text)) this.close(CLOSING[token.text]);
    if (!this.inLines || !"{}.;".includes(token.text)) return;
    this.continued = token.text === ";";
    const behind = after?.kind === "comment" && after.breaks === 0;
    const joined = token.text === "}" && /^(UNION|\.|LIMIT|AS)$/i.test(after?.text ?? "");
    if (!behind && !joined) this.line();
  }

  /** Leave a bracket, where it is the one that is open; what is closed too often is left. */
  close(opening) {
    const top = this.open.at(-1);
    if (top === opening || (top === "flat" && opening === "{")) this.open.pop();
  }
}
