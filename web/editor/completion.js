// What the editor offers as one types, from the release itself: prefixes, the classes and
// properties that it counts, those of the subject's class first, and things by their labels.

import { autocompletion, startCompletion } from "@codemirror/autocomplete";

import { declaredPrefixes, positionAt, variables } from "./position.js";

const KEYWORDS = (
  "SELECT DISTINCT WHERE ASK CONSTRUCT DESCRIBE PREFIX FROM NAMED OPTIONAL UNION MINUS FILTER " +
  "EXISTS NOT BIND AS VALUES GRAPH GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET COUNT SUM AVG MIN " +
  "MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IF COALESCE REGEX CONTAINS " +
  "STRSTARTS STRENDS LCASE UCASE STRLEN SUBSTR REPLACE CONCAT YEAR ABS ROUND ISIRI ISLITERAL"
).split(" ");
const MOST = 60;
const LEAST_LETTERS = 2;

/** Return letters without case and accents, as they are compared. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Rank a term for what was typed: 0 is best, Infinity is none. */
function rank({ name, label }, typed) {
  const local = folded(name.slice(name.indexOf(":") + 1));
  const called = folded(label ?? "");
  if (!typed || folded(name).startsWith(typed) || local.startsWith(typed)) return 0;
  if (called.startsWith(typed)) return 1;
  return local.includes(typed) || called.includes(typed) ? 2 : Infinity;
}

/** Fetches what is offered, and keeps what it fetched. */
class Release {
  constructor({ terms, things }) {
    this.addresses = { terms, things };
    this.fetched = new Map();
  }

  /** Return the terms for some words, or of a class; nothing where they cannot be had. */
  async terms(parameters = {}) {
    return (await this.fetch(this.addresses.terms, parameters)) ?? {};
  }

  /** Return what is called so, as search suggests it. */
  async suggestions(q) {
    return (await this.fetch(this.addresses.things, { q }))?.suggestions ?? [];
  }

  fetch(address, parameters) {
    const url = new URL(address, location.href);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    if (!this.fetched.has(url.href)) {
      const answer = fetch(url).then((response) => (response.ok ? response.json() : null));
      this.fetched.set(url.href, answer.catch(() => null));
    }
    return this.fetched.get(url.href);
  }
}

/** Place a definition beside the list of completions, or under it where the window is narrow. */
function placeInfo(_view, list, option, _info, space) {
  if (space.right - list.right > 280) {
    return { style: `top: ${option.top - list.top}px`, class: "cm-completionInfo-right" };
  }
  const width = list.right - list.left;
  return { style: `top: ${list.bottom - list.top}px; left: 0; max-width: ${width}px`, class: "" };
}

/** Make the extension that completes; `addresses` say where terms and things are asked for. */
export function completion(addresses) {
  return autocompletion({ override: [completionSource(addresses)], icons: false, positionInfo: placeInfo });
}

/** Offer what fits at the caret: where it was asked for, or where a word was begun. */
export function offer(view, asked) {
  const { head } = view.state.selection.main;
  if (asked || /[?$:\p{L}]/u.test(view.state.sliceDoc(head - 1, head))) startCompletion(view);
}

/** Make the source of completions that CodeMirror asks. */
function completionSource(addresses) {
  const release = new Release(addresses);
  return async (context) => {
    const before = context.matchBefore(/[?$]?[\p{L}\p{N}_:.-]*/u);
    const typed = before?.text ?? "";
    if (!context.explicit && (!typed || /^[\d.]/.test(typed))) return null;
    const from = before?.from ?? context.pos;
    const text = context.state.doc.toString();
    const place = positionAt(text, from);
    const all = await release.terms();
    const options = await optionsAt(release, all, place, typed, text);
    if (context.aborted || options.length === 0) return null;
    return { from, options: options.slice(0, MOST), filter: false };
  };
}

async function optionsAt(release, all, place, typed, text) {
  if (place.expected === "prefix") return declarations(all, typed);
  if (/^[?$]/.test(typed)) return names(text, typed);
  if (place.expected === "verb") return properties(release, all, place, typed, text);
  if (place.typed) return ranked(await wider(release, all, "classes", typed), typed, "class");
  const more = place.expected === "nothing" ? [] : await things(release, all, typed);
  const usual = place.expected === "object" ? [] : keywords(typed);
  return [...names(text, typed), ...prefixes(all, typed), ...usual, ...more];
}

/** Offer the properties that things of the subject's class have, then the others. */
async function properties(release, all, place, typed, text) {
  const iri = place.className && expand(place.className, { ...all.prefixes, ...declaredPrefixes(text) });
  const own = iri ? ((await release.terms({ class: iri })).properties ?? []) : [];
  const others = await wider(release, all, "properties", typed);
  const found = new Set(own.map((term) => term.iri));
  const rest = others.filter((term) => !found.has(term.iri));
  const first = typed && !"a".startsWith(typed) ? [] : [{ label: "a", detail: "rdf:type", type: "keyword" }];
  return [...first, ...ranked(own, typed, "property", 1), ...ranked(rest, typed, "property")];
}

/** Return the terms at hand; where the release has more, those that it finds for the letters. */
async function wider(release, all, kind, typed) {
  const words = typed.slice(typed.indexOf(":") + 1);
  if (!all.more || words.length < LEAST_LETTERS) return all[kind] ?? [];
  return (await release.terms({ q: words }))[kind] ?? [];
}

function ranked(terms, typed, type, boost = 0) {
  const letters = folded(typed);
  return terms
    .map((term) => ({ term, at: rank(term, letters) }))
    .filter(({ at }) => at < Infinity)
    .sort((one, other) => one.at - other.at)
    .map(({ term }) => option(term, type, boost));
}

function option({ name, label, definition }, type, boost = 0) {
  const detail = label && label !== name ? label : undefined;
  return { label: name, detail, info: definition || undefined, type, boost };
}

/** Offer things by what they are called; their IRIs are what is written. */
async function things(release, { prefixes: known = {} }, typed) {
  if (typed.length < LEAST_LETTERS || typed.includes(":")) return [];
  const found = (await release.suggestions(typed)).filter(({ iri }) => iri);
  return found.map(({ iri, name, type }) => ({
    label: name.text,
    detail: type?.label,
    info: iri,
    apply: written(iri, known),
    type: "thing",
  }));
}

/** Write an IRI by the longest prefix behind which a plain name is left, or in full. */
function written(iri, known) {
  const fitting = Object.entries(known)
    .filter(([, namespace]) => iri.startsWith(namespace) && /^\w+$/.test(iri.slice(namespace.length)))
    .sort(([, one], [, other]) => other.length - one.length);
  const [prefix, namespace] = fitting[0] ?? [];
  return namespace ? `${prefix}:${iri.slice(namespace.length)}` : `<${iri}>`;
}

function names(text, typed) {
  const starting = (name) => name.startsWith(typed.replace("$", "?")) && name !== typed;
  return variables(text).filter(starting).map((label) => ({ label, type: "variable" }));
}

function prefixes({ prefixes: known = {} }, typed) {
  const starting = Object.keys(known).filter((name) => typed && name.startsWith(typed));
  return starting.map((name) => ({ label: `${name}:`, detail: known[name], type: "namespace" }));
}

function declarations({ prefixes: known = {} }, typed) {
  const starting = Object.entries(known).filter(([name]) => name.startsWith(typed.replace(":", "")));
  return starting.map(([name, iri]) => ({ label: `${name}: <${iri}>`, type: "namespace" }));
}

function keywords(typed) {
  const upper = typed.toUpperCase();
  const starting = KEYWORDS.filter((word) => upper && word.startsWith(upper));
  return starting.map((label) => ({ label, type: "keyword" }));
}

/** Return the IRI that a name stands for, or nothing. */
function expand(name, known) {
  if (name.startsWith("<")) return name.slice(1, -1);
  const [prefix, ...local] = name.split(":");
  return prefix in known && local.length ? known[prefix] + local.join(":") : "";
}
