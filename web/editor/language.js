// Stands for `@codemirror/language` and `@lezer/common` where the other parts of CodeMirror ask them
// (build.mjs puts it there): no grammar is used here, and what they have for grammars would be a
// sixth of the editor. A new line is indented as the one before it, more behind an open bracket.

import { countColumn, Facet } from "@codemirror/state";

/** Where a grammar would tell what stands at a place, nothing is told. */
const NOTHING = { childBefore: () => null, childAfter: () => null };
const OPENED = /[([{][ \t]*$/;

export const indentUnit = Facet.define({ combine: ([unit]) => unit ?? "  " });
export const getIndentUnit = (state) => state.facet(indentUnit).length;
export const indentString = (_state, columns) => " ".repeat(columns);
export const syntaxTree = () => ({ resolveInner: () => NOTHING });
export const NodeProp = {};
export const matchBrackets = () => null;

/** What a command asks of the lines of a text. */
export class IndentContext {
  constructor(state) {
    this.state = state;
  }

  /** Return the columns that a line is indented by. */
  lineIndent(offset) {
    const { text } = this.state.doc.lineAt(offset);
    return countColumn(text, this.state.tabSize, /^[ \t]*/.exec(text)[0].length);
  }
}

/** Return the columns of a line that begins at a place. */
export function getIndentation(context, offset) {
  const { from, text } = context.state.doc.lineAt(offset);
  const more = OPENED.test(text.slice(0, offset - from)) ? getIndentUnit(context.state) : 0;
  return context.lineIndent(offset) + more;
}
