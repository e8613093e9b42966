// How the editor looks: by the colours of the page's own sheet, which change with its scheme.

import { EditorView } from "@codemirror/view";

export const look = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--strong-line)",
    borderRadius: "6px",
    fontSize: "0.875rem",
    maxHeight: "70vh",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { padding: "0.7rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 0.9rem" },
  ".sparql-comment": { color: "var(--muted)", fontStyle: "italic" },
  ".sparql-word": { color: "var(--accent)", fontWeight: "600" },
  ".sparql-variable": { color: "var(--editorial)", whiteSpace: "pre" },
  ".sparql-string, .sparql-language": { color: "var(--stated)" },
  ".sparql-number": { color: "var(--layout)" },
  ".sparql-iri, .sparql-name": { color: "var(--external)" },
  "&.cm-focused .sparql-pair": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--strong-line)" },
  "&.cm-focused .sparql-alone": { backgroundColor: "var(--danger-soft)" },
  ".fault": { textDecoration: "underline wavy var(--danger) 2px", textUnderlineOffset: "0.2em", backgroundColor: "var(--danger-soft)" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--strong-line)",
    borderRadius: "6px",
    boxShadow: "0 4px 16px rgb(0 0 0 / 20%)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem", maxWidth: "min(44rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem", minHeight: "24px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--paper)", backgroundColor: "var(--accent)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", color: "var(--muted)", marginLeft: "0.8em" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none" },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "26rem", padding: "0.5rem 0.7rem", fontFamily: "var(--sans)" },
});
