// Ctrl+Enter (Cmd+Enter) runs the query; everything else works without a script.
"use strict";
const area = document.getElementById("query-text");
const hint = document.querySelector(".keys");
if (area && hint) {
  hint.hidden = false;
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form.requestSubmit();
    }
  });
}
