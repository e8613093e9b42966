// The place of an error, underlined until the text there is changed.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

import { tokens } from "./tokens.js";

const setFault = StateEffect.define();
const MARK = Decoration.mark({ class: "fault" });

export const faultField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setFault)) return effect.value;
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Underline the token at a line and a column, which count code points from 1; or nothing. */
export function markFault(view, line, column) {
  const { doc } = view.state;
  if (!(line >= 1 && line <= doc.lines)) {
    view.dispatch({ effects: setFault.of(Decoration.none) });
    return;
  }
  const { from, text } = doc.line(line);
  const at = [...text].slice(0, column - 1).join("").length;
  const [start, end] = extent(text, at);
  const marks = end > start ? Decoration.set(MARK.range(from + start, from + end)) : Decoration.none;
  view.dispatch({ effects: setFault.of(marks), selection: { anchor: from + start } });
}

/** Return where the token at a place of a line begins and ends; before the end of a line, its last. */
function extent(text, at) {
  const found = [...tokens(text)].filter(({ kind }) => kind !== "space");
  const token = found.find(({ from, to }) => from <= at && at < to) ?? found.at(-1);
  return token ? [token.from, token.to] : [0, 0];
}
