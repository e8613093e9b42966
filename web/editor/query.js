// The page that asks: a query runs without leaving the page, and can be cancelled; it can be laid
// out, and copied as a link or a program. Without a script the form sends it all the same.

import { format } from "./format.js";
import { forget, keep, kept } from "./history.js";
import { curl, python, r } from "./snippets.js";

/** The form and what belongs to it. */
class Asking {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("textarea");
    this.result = document.getElementById("result");
    this.state = form.querySelector("[role=status]");
    this.clock = form.querySelector(".clock");
    this.words = form.dataset;
    this.editor = null; // CodeMirror, once it is there
    this.running = null; // the AbortController of the query under way
  }

  start() {
    for (const element of this.form.querySelectorAll("[hidden][data-act], .tools, .keys")) {
      if (element.dataset.act !== "cancel") element.hidden = false;
    }
    this.area.required = false;
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.form.addEventListener("click", ({ target }) => this.act(target.dataset.act));
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.form.querySelector("label").addEventListener("click", () => this.editor?.focus());
    addEventListener("popstate", () => location.reload());
    this.showKept();
    this.loadEditor();
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    if (this.editor) this.editor.replace(text);
    else this.area.value = text;
  }

  /** Fetch the editor when the page has nothing else to do, or when someone is about to write. */
  loadEditor() {
    let asked = false;
    const load = () => {
      if (!asked) import(this.form.dataset.editor).then((module) => this.enhance(module), () => {});
      asked = true;
    };
    this.area.addEventListener("focus", load, { once: true });
    if (navigator.connection?.saveData) return;
    const idle = window.requestIdleCallback ?? setTimeout;
    if (document.readyState === "complete") idle(load);
    else addEventListener("load", () => idle(load), { once: true });
  }

  enhance({ enhance }) {
    const { terms, things, completions } = this.words;
    const focused = document.activeElement === this.area;
    this.editor = enhance(this.area, {
      label: this.form.querySelector("label").textContent,
      phrases: { Completions: completions },
      addresses: { terms, things },
      run: () => this.form.requestSubmit(),
    });
    this.mark();
    if (focused) this.editor.focus();
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  act(name) {
    const endpoint = new URL(this.words.endpoint, location.href).href;
    const actions = {
      cancel: () => this.running?.abort(),
      format: () => (this.text = format(this.text)),
      link: () => this.copy(this.address().href),
      curl: () => this.copy(curl(this.text, endpoint)),
      python: () => this.copy(python(this.text, endpoint)),
      r: () => this.copy(r(this.text, endpoint)),
      forget: () => (forget(), this.showKept()),
    };
    actions[name]?.();
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.state.textContent = this.words.copied;
    } catch {
      this.state.textContent = this.words.notCopied;
    }
  }

  /** Return the address of the page with the answer. */
  address() {
    const url = new URL(this.form.action);
    url.hash = "";
    url.search = new URLSearchParams(new FormData(this.form)).toString();
    return url;
  }

  submitted(event) {
    if (event.submitter?.hasAttribute("formaction")) return; // a download
    event.preventDefault();
    if (!this.running && this.text.trim()) this.run();
  }

  async run() {
    const began = performance.now();
    const seconds = () => inWords((performance.now() - began) / 1000);
    const url = this.address();
    this.running = new AbortController();
    this.busy(true);
    const ticking = setInterval(() => (this.clock.textContent = `${seconds()} s`), 100);
    try {
      const response = await fetch(url, { headers: { Accept: "text/html" }, signal: this.running.signal });
      const outcome = this.show(response, await response.text(), url);
      this.state.textContent = `${outcome} · ${seconds()} s`;
      keep(this.text);
      this.showKept();
    } catch (error) {
      if (error.name !== "AbortError") this.state.textContent = this.words.unreachable;
      else this.state.textContent = `${this.words.stopped} ${seconds()} s`;
    } finally {
      clearInterval(ticking);
      this.running = null;
      this.busy(false);
    }
  }

  busy(yes) {
    const cancel = this.form.querySelector("[data-act=cancel]");
    const focused = document.activeElement;
    cancel.hidden = !yes;
    this.form.querySelector("[type=submit]").hidden = yes;
    if (focused?.type === "submit" && yes) cancel.focus();
    if (focused === cancel && !yes) this.form.querySelector("[type=submit]").focus();
    this.result.setAttribute("aria-busy", String(yes));
    this.clock.textContent = "";
    if (yes) this.state.textContent = this.words.running;
  }

  /** Put an answer of the server in the page; return it in a few words. */
  show(response, text, url) {
    if (!response.headers.get("Content-Type")?.startsWith("text/html")) return this.refused(text);
    const page = new DOMParser().parseFromString(text, "text/html");
    const answer = page.getElementById("result");
    if (!answer) return this.refused(page.querySelector("main .lead, body > p")?.textContent ?? page.title);
    this.result.replaceChildren(...answer.childNodes);
    document.title = page.title;
    document.querySelector(".languages")?.replaceWith(page.querySelector(".languages"));
    if (url.href !== location.href) history.pushState(null, "", url);
    this.mark();
    this.intoSight();
    return answer.dataset.outcome;
  }

  /** Show what is no page: the server refused before one could be made. */
  refused(text) {
    const problem = document.createElement("div");
    problem.className = "problem";
    problem.setAttribute("role", "alert");
    problem.append(Object.assign(document.createElement("p"), { textContent: text.trim() }));
    this.result.replaceChildren(problem);
    this.intoSight();
    return this.words.failed;
  }

  /** Scroll to an answer of which nothing is to be seen yet. */
  intoSight() {
    const first = this.result.firstElementChild;
    if (first && first.getBoundingClientRect().top > innerHeight - 200) first.scrollIntoView();
  }

  /** Underline in the editor what the answer says is wrong. */
  mark() {
    const place = this.result.querySelector(".problem")?.dataset ?? {};
    this.editor?.mark(Number(place.line), Number(place.column));
  }

  showKept() {
    const details = document.querySelector(".earlier");
    const queries = kept();
    details.hidden = queries.length === 0;
    const items = queries.map((text) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text.slice(0, 200) });
      button.addEventListener("click", () => ((this.text = text), this.form.scrollIntoView()));
      const item = document.createElement("li");
      item.append(button);
      return item;
    });
    details.querySelector("ul").replaceChildren(...items);
    details.querySelector("[data-act=forget]").onclick = () => this.act("forget");
  }
}

/** Write seconds as the language of the page does. */
function inWords(seconds) {
  return seconds.toLocaleString(document.documentElement.lang, { maximumFractionDigits: seconds < 10 ? 2 : 1 });
}

const form = document.querySelector("form.editor");
if (form) new Asking(form).start();
