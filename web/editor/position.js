// What is expected at a place of a query, told from the tokens before it
// (SPARQL 1.1 Query, clauses 4.2 and 9.1). The server reads the uses of terms the same way.

import { words } from "./tokens.js";

const CLAUSES = new Set("SELECT DESCRIBE ASK FROM GROUP HAVING ORDER LIMIT OFFSET".split(" "));
const FOLLOWING = { subject: "verb", verb: "object", object: "more" };
const isType = (token) => token.text === "a" || token.text === "rdf:type";

/** Follows the patterns of a query token by token. */
class PatternReader {
  constructor() {
    this.expected = "nothing"; // subject, verb, object, more (of a subject), prefix, nothing
    this.stack = [];
    this.subject = null;
    this.verb = null;
    this.classes = new Map(); // subject as it is written → its class as it is written
  }

  read(token) {
    if (token.kind === "word" && token.text !== "a" && !/^(true|false)$/.test(token.text)) {
      this.keyword(token.text.toUpperCase());
    } else if (token.kind === "sign") {
      this.sign(token.text);
    } else {
      this.term(token);
    }
  }

  keyword(word) {
    if (word === "PREFIX") this.expected = "prefix";
    else if (CLAUSES.has(word) || word === "FILTER" || word === "BIND") this.expected = "nothing";
    else if (word === "VALUES") [this.expected, this.data] = ["nothing", true];
    else if (word === "GRAPH" || word === "SERVICE") this.passed = true;
  }

  sign(sign) {
    if (sign === "{") {
      this.open(this.data ? "nothing" : "subject", this.behind(), !this.data);
      this.data = false;
    } else if (sign === "[") {
      if (this.expected === "subject") this.subject = null;
      this.open("verb", FOLLOWING[this.expected] ?? "nothing", false, null);
    } else if (sign === "(") {
      if (this.expected === "verb") this.open("verb", "object", false);
      else this.open("nothing", FOLLOWING[this.expected] ?? this.behind(), false);
    } else if (sign === "}" || sign === "]" || sign === ")") {
      this.close();
    } else if (sign === "^^") {
      this.passed = true;
    } else if (this.expected !== "nothing") {
      this.mark(sign);
    }
  }

  open(inside, after, patterns, subject = this.subject) {
    this.stack.push({ after, patterns, subject: this.subject });
    this.expected = inside;
    this.subject = subject;
  }

  close() {
    const { after, subject } = this.stack.pop() ?? { after: "nothing", subject: null };
    this.expected = after;
    this.subject = subject;
  }

  /** Tell what follows a group or an expression: a pattern, where patterns stand around it. */
  behind() {
    return this.stack.at(-1)?.patterns ? "subject" : "nothing";
  }

  mark(sign) {
    if (sign === ".") this.expected = "subject";
    else if (sign === ";") this.expected = "verb";
    else if ((sign === "/" || sign === "|") && this.expected === "object") this.expected = "verb";
    else if (sign === ",") this.expected = "object";
  }

  term(token) {
    if (this.passed) {
      this.passed = false;
      return;
    }
    if (this.expected === "prefix") {
      if (token.kind === "iri") this.expected = "nothing";
      return;
    }
    if (this.expected === "more") this.expected = "subject";
    if (this.expected === "subject") this.subject = token.text;
    if (this.expected === "verb") this.verb = token;
    if (this.expected === "object" && isType(this.verb) && this.subject) {
      this.classes.set(this.subject, token.text);
    }
    this.expected = FOLLOWING[this.expected] ?? "nothing";
  }
}

/**
 * Say what may stand at an offset: {expected, subject, typed, className}.
 *
 * `typed` is true where a class is expected; `className` is the class, as the query writes it
 * anywhere, of the subject whose property is expected, or null.
 */
export function positionAt(text, offset) {
  const reader = new PatternReader();
  const found = words(text);
  for (const token of found.filter(({ to }) => to <= offset)) reader.read(token);
  const { expected, subject, verb } = reader;
  const whole = new PatternReader();
  for (const token of found) whole.read(token);
  return {
    expected,
    subject,
    typed: expected === "object" && verb !== null && isType(verb),
    className: whole.classes.get(subject) ?? reader.classes.get(subject) ?? null,
  };
}

/** Return the prefixes that a query declares, by name. */
export function declaredPrefixes(text) {
  const found = words(text);
  const declared = {};
  found.forEach((token, at) => {
    const [name, iri] = found.slice(at + 1, at + 3);
    if (token.kind === "word" && /^prefix$/i.test(token.text) && iri?.kind === "iri") {
      declared[name.text.slice(0, -1)] = iri.text.slice(1, -1);
    }
  });
  return declared;
}

/** Return the variables of a query, each once. */
export function variables(text) {
  const found = words(text).filter(({ kind, text: name }) => kind === "variable" && name[1]);
  return [...new Set(found.map((token) => token.text))];
}
