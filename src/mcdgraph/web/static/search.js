// Suggestions under the search box while one types, and the key / to reach it.
// The box is a form that works without this script (WAI-ARIA Authoring Practices: combobox
// with a list of options).

const box = document.getElementById("search");
const form = box.form;
const list = document.createElement("ul");
const status = document.createElement("p");
let found = [];
let active = -1;
let asked = "";
let request = null;
let timer = 0;

list.id = "search-suggestions";
list.className = "suggestions";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", form.dataset.name);
status.className = "unseen";
status.setAttribute("aria-live", "polite");
form.append(list, status);
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");

function marked({ text, language, marks }) {
  const name = document.createElement("span");
  let at = 0;
  // Places are counted in code points, as Python does.
  const points = [...text];
  for (const [start, end] of marks) {
    const mark = document.createElement("mark");
    mark.textContent = points.slice(start, end).join("");
    name.append(points.slice(at, start).join(""), mark);
    at = end;
  }
  name.append(points.slice(at).join(""));
  if (language) name.lang = language;
  return name;
}

function option(suggestion, position) {
  const item = document.createElement("li");
  item.id = `search-suggestion-${position}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(marked(suggestion.name));
  const more = suggestion.called ? suggestion.called.text : suggestion.type?.label;
  if (more) {
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = more;
    item.append(" ", kind);
  }
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => location.assign(suggestion.url));
  return item;
}

function close() {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  choose(-1);
}

function choose(position) {
  list.children[active]?.setAttribute("aria-selected", "false");
  active = position;
  const item = list.children[active];
  if (!item) {
    box.removeAttribute("aria-activedescendant");
    return;
  }
  item.setAttribute("aria-selected", "true");
  item.scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", item.id);
}

function show(suggestions) {
  found = suggestions;
  choose(-1);
  list.replaceChildren(...found.map(option));
  status.textContent = found.length ? `${form.dataset.name}: ${found.length}` : "";
  list.hidden = found.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

async function suggest() {
  const text = box.value.trim();
  if (text === asked) return;
  asked = text;
  request?.abort();
  if (!text || text.length > 200) {
    show([]);
    return;
  }
  request = new AbortController();
  const url = new URL(form.dataset.suggestions, location.href);
  url.searchParams.set("q", text);
  try {
    const answer = await fetch(url, { signal: request.signal });
    if (answer.ok) show((await answer.json()).suggestions);
  } catch {
    // Another request took its place, or there is no network: the form works all the same.
  }
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(suggest, 120);
});
box.addEventListener("blur", close);
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!found.length) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const start = list.hidden ? -1 : active;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    // One place beside the options is the box itself.
    const places = found.length + 1;
    choose(((start + 1 + step + places) % places) - 1);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    location.assign(found[active].url);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  box.focus();
  box.select();
});
