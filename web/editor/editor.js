// CodeMirror over the text area of a query, which keeps the text and is what the form sends.
//
// The editor stands in a shadow root: there CodeMirror's styles are constructed sheets, which a
// policy of `style-src 'self'` lets be, and which need no nonce, so that pages stay the same for all.

import { history, historyKeymap, isolateHistory, standardKeymap } from "@codemirror/commands";
import { EditorState, StateEffect } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

import { faultField, markFault } from "./fault.js";
import { highlighting } from "./highlight.js";
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

/** Fetch what completes, a file of its own, when someone first writes or asks for it. */
function completesLater(addresses) {
  let fetched = false;
  let asked = false; // by the key
  const fetchOnce = (view, byKey) => {
    asked ||= byKey;
    if (!fetched) {
      import("./completion.js").then(
        ({ completion, offer }) => {
          view.dispatch({ effects: StateEffect.appendConfig.of(completion(addresses)) });
          offer(view, asked);
        },
        () => (fetched = false), // it cannot be had now: the next letter asks again
      );
    }
    fetched = true;
    return false;
  };
  return [
    keymap.of([{ key: "Ctrl-Space", run: (view) => fetchOnce(view, true) }]),
    EditorView.updateListener.of(({ transactions, view }) => {
      if (transactions.some((change) => change.isUserEvent("input"))) fetchOnce(view, false);
    }),
  ];
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
      highlighting,
      completesLater(addresses),
      keymap.of([...historyKeymap, ...standardKeymap]),
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
