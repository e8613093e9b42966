// A button beside each text that is worth copying; without this script one selects the text.

const words = document.querySelector("main").dataset;
const status = document.createElement("p");

status.className = "unseen";
status.setAttribute("role", "status");
document.body.append(status);

function say(button, text) {
  button.textContent = text;
  status.textContent = text;
  setTimeout(() => {
    button.textContent = words.copy;
    status.textContent = "";
  }, 2000);
}

function offer(source) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.setAttribute("aria-label", source.dataset.copies);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(button, words.copied);
    } catch {
      say(button, words.notCopied);
    }
  });
  source.after(button);
}

// Outside of https there is no clipboard, and no button that could not work.
if (navigator.clipboard) document.querySelectorAll("[data-copies]").forEach(offer);
