"use strict";
// The page says everything without this; it adds filters, copy buttons, and opens all for print.
document.documentElement.classList.add("scripted");
const form = document.getElementById("filters");
const search = document.getElementById("search");
const items = [...document.querySelectorAll(".verdict")];
const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
const buttons = [...form.querySelectorAll("button")];
const chosen = { outcome: "", level: "", text: "" };

function matches(item) {
  return (!chosen.outcome || item.dataset.outcome === chosen.outcome)
    && (!chosen.level || item.dataset.level === chosen.level)
    && texts.get(item).includes(chosen.text.toLowerCase());
}

function show() {
  for (const item of items) item.hidden = !matches(item);
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(chosen[button.dataset.group] === button.dataset.value));
  }
  for (const section of document.querySelectorAll("#promises, #answers")) {
    section.hidden = !section.querySelector(".verdict:not([hidden])");
  }
  const shown = items.filter((item) => !item.hidden).length;
  document.getElementById("shown").textContent = `${shown} of ${items.length} rules`;
}

function remember() {
  // In the address, so that a filtered view can be linked to.
  const set = Object.entries(chosen).filter(([, value]) => value);
  try {
    history.replaceState(null, "", set.length ? `#${new URLSearchParams(set)}` : location.pathname);
  } catch { /* some viewers show the page in a frame that has no history */ }
  show();
}

function recall() {
  const set = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(chosen)) chosen[name] = set.get(name) ?? "";
  search.value = chosen.text;
  show();
}

async function copy(button) {
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const { group, value } = button.dataset;
    chosen[group] = chosen[group] === value ? "" : value;
    remember();
  });
}
search.addEventListener("input", () => { chosen.text = search.value; remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", recall);

for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", () => copy(button));
}

const closed = [];
addEventListener("beforeprint", () => {
  for (const item of document.querySelectorAll("details:not([open])")) {
    item.open = true;
    closed.push(item);
  }
});
addEventListener("afterprint", () => { while (closed.length) closed.pop().open = false; });

form.hidden = false;
recall();
