// A term that is named by the address (#Name) and stands on another page has a page of its own.
"use strict";
const hash = location.hash.slice(1);
const lang = new URLSearchParams(location.search).get("lang");
if (hash && document.querySelector("article.reference") && !document.getElementById(hash)) {
  const name = new URLSearchParams(`term=${hash.replaceAll("+", "%2B")}`).get("term");
  if (!document.getElementById(name)) {
    const asked = new URLSearchParams(lang ? { term: name, lang } : { term: name });
    location.replace(`${location.pathname}?${asked}`);
  }
}
