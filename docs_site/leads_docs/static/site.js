// All that the pages do beyond being read: theme, search, code filled in and copied, the try-out.
"use strict";
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const store = (name, value) => {
  // A browser may forbid storage, as some do for file:// pages.
  try {
    if (value === undefined) return sessionStorage.getItem(name);
    sessionStorage.setItem(name, value);
  } catch { /* nothing is kept */ }
  return null;
};

function theme() {
  const button = document.querySelector(".theme");
  const dark = () => (document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    store("theme", document.documentElement.dataset.theme);
    show();
  });
  show();
}

function found(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ title, text, kind }) => {
    const name = title.toLowerCase(), rest = `${name} ${kind} ${text}`.toLowerCase();
    if (!wanted.every((word) => rest.includes(word))) return 0;
    return name === words.toLowerCase() ? 4 : name.startsWith(wanted[0]) ? 3 : name.includes(wanted[0]) ? 2 : 1;
  };
  if (!wanted.length) return [];
  return window.SEARCH.map((entry) => [rank(entry), entry]).filter(([score]) => score)
    .sort(([one], [other]) => other - one).slice(0, 12).map(([, entry]) => entry);
}

function search() {
  const input = document.querySelector(".search input"), list = document.querySelector(".found");
  let chosen = -1;
  const options = () => all("li", list);
  const choose = (number) => {
    chosen = number;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    const option = options()[chosen];
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); choose(-1); };
  const open = (entry) => { close(); location.href = entry.to; };
  const show = () => {
    const entries = found(input.value);
    list.replaceChildren(...entries.map((entry, index) => {
      const item = document.createElement("li"), more = document.createElement("small");
      item.id = `~found-${index}`;
      item.setAttribute("role", "option");
      item.textContent = entry.title;
      more.textContent = `${entry.kind}${entry.text ? `: ${entry.text}` : ""}`;
      item.append(more);
      item.addEventListener("click", () => open(entry));
      return item;
    }));
    list.hidden = !entries.length;
    input.setAttribute("aria-expanded", String(entries.length > 0));
    choose(entries.length ? 0 : -1);
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("blur", () => setTimeout(close, 200));
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") close();
    if (event.key === "ArrowDown" && count) { event.preventDefault(); choose((chosen + 1) % count); }
    if (event.key === "ArrowUp" && count) { event.preventDefault(); choose((chosen + count - 1) % count); }
    if (event.key === "Enter") { event.preventDefault(); const entry = found(input.value)[Math.max(chosen, 0)]; if (entry) open(entry); }
  });
  document.querySelector(".search").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
  });
}

// A value within a text: in single quotes for a shell, in double quotes for JavaScript and Python.
function escaped(value, language) {
  return language === "curl" ? value.replaceAll("'", "'\\''") : JSON.stringify(value).slice(1, -1);
}

function fill() {
  const form = document.querySelector(".fill");
  if (!form) return;
  const inputs = all("input", form);
  const given = (name) => {
    const value = inputs.find((input) => input.name === name).value.trim();
    return name === "BASE_URL" ? value.replace(/\/+$/, "") : value;
  };
  const show = () => all("pre[data-template]").forEach((pre) => {
    const put = (_, name) => escaped(given(name), pre.dataset.language);
    pre.textContent = pre.dataset.template.replace(/\$(BASE_URL|API_KEY)\$/g, put);
  });
  for (const input of inputs) {
    input.value = store(input.name) ?? input.value;
    input.addEventListener("input", () => { store(input.name, input.value); show(); });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

async function copy(event) {
  const button = event.currentTarget, text = button.parentElement.querySelector("pre").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// What is wrong with a value that was refused, in the words of the page's table.
function wrong(value, { type, minimum, maximum }) {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  const types = { array: Array.isArray(value), integer: Number.isInteger(value), object: isObject(value) };
  if (type && !(types[type] ?? typeof value === type)) return "type";
  if (value === "") return "empty";
  return value < minimum ? "low" : value > maximum ? "large" : "value";
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// The ids of what a refusal meets. The answer names the field at most; what is wrong is told from what was sent.
function meets(status, refusal, sent, met) {
  if (status !== 400) return met.codes[refusal?.code];
  const field = refusal?.details?.field, parameter = met.parameters[field];
  const ids = ({ met, schema }, value) => met[wrong(value, schema)] ?? met.value;
  if (parameter) {
    const text = sent.parameters.get(field);
    const isNumber = parameter.schema.type === "integer" && /^-?\d+$/.test(text);
    return ids(parameter, isNumber ? Number(text) : text);
  }
  let body;
  try { body = JSON.parse(sent.body); } catch { return met.body.malformed; }
  if (!isObject(body)) return met.body["no-object"];
  if (met.members[field]) return ids(met.members[field], body[field]);
  if (field in body) return met.body.unknown;
  return met.body[Object.keys(body).length ? "other" : "no-member"];
}

function told(answer, body, ids, places) {
  const pre = document.createElement("pre"), line = document.createElement("p");
  pre.tabIndex = 0;
  pre.textContent = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  line.append(`Answered with ${answer.status}.`);
  if (ids.length) line.append(" What it meets: ");
  ids.forEach((id, index) => {
    const link = document.createElement("a");
    link.href = places[id];
    link.textContent = id;
    line.append(index ? ", " : "", link);
  });
  return [line, pre];
}

function trial() {
  const section = document.querySelector(".trial");
  if (!section) return;
  const { base, method, path } = section.dataset, output = section.querySelector("output");
  const met = JSON.parse(section.querySelector(".met").textContent);
  section.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    const named = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given.get(name)));
    const asked = all("[data-place=query]", event.target).filter(({ value }) => value);
    const query = new URLSearchParams(asked.map(({ name, value }) => [name, value]));
    const to = asked.length ? `${named}?${query}` : named;
    const headers = given.get("key") ? { Authorization: `Bearer ${given.get("key")}` } : {};
    if (given.has("body")) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(base + to, { method, headers, body: given.get("body") ?? undefined });
      const text = await answer.text();
      let body = text;
      try { body = JSON.parse(text); } catch { /* shown as it is */ }
      const ids = meets(answer.status, body, { body: given.get("body"), parameters: given }, met) ?? [];
      output.replaceChildren(...told(answer, body, ids, met.places));
    } catch (error) {
      output.textContent = `No answer: ${error.message}`;
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  theme();
  search();
  fill();
  trial();
  all(".copy").forEach((button) => button.addEventListener("click", copy));
  all(".code pre, .three pre").forEach((pre) => { if (pre.scrollWidth <= pre.clientWidth) pre.removeAttribute("tabindex"); });
});
