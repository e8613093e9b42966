// CodeMirror over the text area of a query, which keeps the text and is what the form sends.
//
// The editor stands in a shadow root: there CodeMirror's styles are constructed sheets, which a
// policy of `style-src 'self'` lets be, and which need no nonce, so that pages stay the same for all.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { history, historyKeymap, isolateHistory, standardKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { SparqlLanguage } from "codemirror-lang-sparql";

import { completionSource } from "./completion.js";
import { faultField, markFault } from "./fault.js";
import { look } from "./theme.js";

/**
 * Types over a selection. A browser would merge the lines by itself before CodeMirror does, with
 * styles in attributes, each of which the policy refuses with a line on the console.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || event.data === null || main.empty || view.composing) return false;
    const typed = view.state.replaceSelection(event.data);
    view.dispatch(typed, { userEvent: "input.type", scrollIntoView: true });
    return true; // CodeMirror prevents what the browser would do
  },
});

/** Place a definition beside the list of completions, or under it where the window is narrow. */
function placeInfo(_view, list, option, _info, space) {
  if (space.right - list.right > 280) {
    return { style: `top: ${option.top - list.top}px`, class: "cm-completionInfo-right" };
  }
  const width = list.right - list.left;
  return { style: `top: ${list.bottom - list.top}px; left: 0; max-width: ${width}px`, class: "" };
}

/**
 * Put an editor before a text area; return what the page may do with it.
 *
 * `label` names it to a screen reader, `phrases` are the words of CodeMirror's own, `addresses`
 * say where terms and things are asked for, and `run` is called for Ctrl+Enter.
 */
export function enhance(area, { label, phrases, addresses, run }) {
  const host = document.createElement("div");
  host.className = "code-editor";
  const root = host.attachShadow({ mode: "open" });
  area.before(host);
  const view = new EditorView({
    parent: root,
    root,
    doc: area.value,
    extensions: [
      EditorState.tabSize.of(2),
      EditorState.phrases.of(phrases),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": label,
        autocapitalize: "off",
        spellcheck: "false",
      }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) area.value = state.doc.toString();
      }),
      keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]),
      history(),
      typeOver,
      SparqlLanguage,
      bracketMatching(),
      autocompletion({ override: [completionSource(addresses)], icons: false, positionInfo: placeInfo }),
      keymap.of([...completionKeymap, ...historyKeymap, ...standardKeymap]),
      faultField,
      look,
    ],
  });
  view.dom.style.minHeight = `${area.offsetHeight}px`;
  area.hidden = true;
  return {
    focus: () => view.focus(),
    mark: (line, column) => markFault(view, line, column),
    /** Put another text in its place, as one step that can be undone. */
    replace: (text) =>
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: isolateHistory.of("full"),
      }),
  };
}
