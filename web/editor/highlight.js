// Colours of a query, and the bracket that belongs to the one at the caret: from the tokens that
// the other parts read too, so that a bracket in a text or a comment is none.

import { StateField } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

import { bracketPairs } from "./brackets.js";
import { tokens } from "./tokens.js";

/** Characters of the longest query that is coloured. */
const LONGEST = 200_000;
const COLOURED = new Set(["comment", "iri", "string", "variable", "language", "name", "number", "word"]);
const VALUES = /^(?:true|false)$/i;

const marks = new Map();

/** Return the decoration of a class, always the same one. */
function mark(name) {
  if (!marks.has(name)) marks.set(name, Decoration.mark({ class: `sparql-${name}` }));
  return marks.get(name);
}

function read(state) {
  return state.doc.length > LONGEST ? [] : [...tokens(state.doc.toString())];
}

const found = StateField.define({
  create: read,
  update: (known, { docChanged, state }) => (docChanged ? read(state) : known),
});

/** Return the class of a token, or nothing. */
function classOf({ kind, text }) {
  if (kind === "word") return VALUES.test(text) ? "number" : "word";
  return COLOURED.has(kind) ? kind : null;
}

/** Return the ranges of the bracket beside the caret and of the one that belongs to it. */
function atCaret(state) {
  const { main } = state.selection;
  if (!main.empty) return [];
  const pairs = bracketPairs(state.field(found));
  const at = [main.head - 1, main.head].find((offset) => pairs.has(offset));
  if (at === undefined) return [];
  const { other, matches } = pairs.get(at);
  const name = matches ? "pair" : "alone";
  return [at, other].filter((offset) => offset !== undefined).map((from) => mark(name).range(from, from + 1));
}

function decorations(view) {
  const ranges = atCaret(view.state);
  for (const token of view.state.field(found)) {
    const name = classOf(token);
    const seen = view.visibleRanges.some(({ from, to }) => token.from < to && token.to > from);
    if (name && seen) ranges.push(mark(name).range(token.from, token.to));
  }
  return Decoration.set(ranges, true);
}

const drawn = ViewPlugin.define(
  (view) => ({
    decorations: decorations(view),
    update({ docChanged, selectionSet, viewportChanged, view: changed }) {
      if (docChanged || selectionSet || viewportChanged) this.decorations = decorations(changed);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

export const highlighting = [found, drawn];
