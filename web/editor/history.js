// The queries that were run in this browser, kept by it and sent nowhere.

const KEY = "mcdgraph.queries";
const MOST = 30;
const LONGEST = 10_000;

/** Return the queries, the newest first; none where the browser keeps nothing. */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((text) => typeof text === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Put a query first; one that is very long is not kept. */
export function keep(text) {
  const query = text.trim();
  if (!query || query.length > LONGEST) return;
  write([query, ...kept().filter((other) => other !== query)].slice(0, MOST));
}

/** Forget all. */
export function forget() {
  write([]);
}

function write(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Storage is full, or refused: the page works without.
  }
}
