// A query as a command or a program that asks the endpoint from elsewhere: nothing but what comes
// with curl, Python and R is used.

import { kindOfQuery } from "./tokens.js";

const FORMS = {
  table: { accept: "text/csv", format: "csv", file: "answer.csv" },
  truth: { accept: "application/sparql-results+json", format: "json", file: "answer.json" },
  graph: { accept: "text/turtle", format: "turtle", file: "answer.ttl" },
};

function form(query) {
  const kind = kindOfQuery(query);
  if (kind === "ASK") return FORMS.truth;
  return kind === "SELECT" || kind === "" ? FORMS.table : FORMS.graph;
}

/** Return a command for a shell (POSIX): what stands between single quotes is taken as it is. */
export function curl(query, endpoint) {
  const quoted = `'${query.trim().replaceAll("'", String.raw`'\''`)}'`;
  return `curl ${endpoint} -H 'Accept: ${form(query).accept}' --data-urlencode query=${quoted}\n`;
}

/** Return a program in Python 3. */
export function python(query, endpoint) {
  const { accept } = form(query);
  const read = {
    "text/csv": ["import csv", "    for row in csv.DictReader(line.decode() for line in answer):\n        print(row)"],
    "application/sparql-results+json": ["import json", '    print(json.load(answer)["boolean"])'],
    "text/turtle": ["", "    print(answer.read().decode())"],
  }[accept];
  return [
    ...(read[0] ? [read[0]] : []),
    "from urllib.parse import urlencode",
    "from urllib.request import Request, urlopen",
    "",
    `query = ${pythonText(query.trim())}`,
    `request = Request("${endpoint}", urlencode({"query": query}).encode(), {"Accept": "${accept}"})`,
    "with urlopen(request) as answer:",
    read[1],
    "",
  ].join("\n");
}

/** Return a program in R 4 or later. */
export function r(query, endpoint) {
  const { format } = form(query);
  const url = `url <- paste0("${endpoint}?format=${format}&query=", URLencode(query, TRUE, TRUE))`;
  const read = format === "csv" ? "answer <- read.csv(url)" : 'answer <- paste(readLines(url, encoding = "UTF-8"), collapse = "\\n")';
  return [`query <- ${rText(query.trim())}`, url, read, "print(answer)", ""].join("\n");
}

/** Write a text of Python: in lines where nothing in it has to be escaped. */
function pythonText(text) {
  const plain = !text.includes("\\") && !text.includes('"""') && !text.endsWith('"');
  return plain ? `"""${text}"""` : JSON.stringify(text);
}

/** Write a raw text of R, with as many dashes as it takes to tell its end. */
function rText(text) {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
}
