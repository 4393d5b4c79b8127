// A screen for leads: lists, filters, pages, opens, creates, edits and deletes. Plain fetch, no library.
const STATUSES = ["new", "contacted", "qualified", "converted", "lost", "follow_up"];
const CLEARABLE = ["phone", "source"]; // null clears these; an empty text is another thing
const FIELDS = ["name", "email", "phone", "source", "status", "metadata"];
const find = (selector, within = document) => within.querySelector(selector);
const connection = find("#connection form"), filters = find("#filters");
const dialog = find("#lead"), form = find("#lead form");
const UNREACHABLE = "The API cannot be reached. Does the mock run?";
let page = 1; // of the list
let opened = null; // the lead in the dialog; null for a new one

// The API: an answer is its data, or an Error that carries the refusal.
async function ask(method, path, body) {
  const { base, key } = Object.fromEntries(new FormData(connection));
  const headers = { Authorization: `Bearer ${key}` };
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(base.replace(/\/$/, "") + path, { method, headers, body: body && JSON.stringify(body) });
  // Not every answer is the API's: a gateway may send a page of its own.
  const unreadable = { code: "UNREADABLE", error: `The answer (status ${response.status}) cannot be read` };
  const answer = await response.json().catch(() => unreadable);
  if (answer.success) return answer.data;
  const wait = response.headers.get("Retry-After");
  const text = wait ? `${answer.error}. Try again in ${wait} seconds.` : answer.error;
  throw Object.assign(new Error(text), { code: answer.code, details: answer.details ?? {} });
}
const pathOf = (id) => `/api/v1/leads/${encodeURIComponent(id)}`;

// The list
let asked = 0;
async function list(done = "") {
  const mine = ++asked;
  const query = new URLSearchParams({ page });
  for (const [name, value] of new FormData(filters)) if (value) query.set(name, value);
  await shown(async () => {
    const { leads, pagination } = await ask("GET", `/api/v1/leads?${query}`);
    if (mine !== asked) return; // a later list is on its way
    if (page > 1 && page > pagination.totalPages) {
      page = Math.max(1, pagination.totalPages);
      return list(done);
    }
    find("#leads").replaceChildren(...leads.map(row));
    find("#previous").disabled = !pagination.hasPrev;
    find("#next").disabled = !pagination.hasNext;
    const { total, totalPages } = pagination;
    find("#place").textContent = total ? `Page ${page} of ${totalPages}, ${total} leads` : "No leads fit.";
    find("#said").textContent = done;
  });
}

function row(lead) {
  const line = document.createElement("tr");
  for (const name of ["name", "email", "phone", "source", "status"]) {
    const cell = line.insertCell();
    cell.dataset.label = name[0].toUpperCase() + name.slice(1);
    if (name === "name") cell.append(button(lead.name || "(no name)", "open", () => open(lead.id)));
    else cell.append(value(lead[name]));
  }
  return line;
}

// Null or absent is "none"; an empty text was given, and is empty.
function value(held) {
  const part = document.createElement("span");
  part.textContent = held == null ? "none" : held || "empty text";
  part.className = held ? "" : "none";
  return part;
}

function button(text, className, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className });
  made.addEventListener("click", act);
  return made;
}

// Does something; what goes wrong is said at the top of the page.
async function shown(act) {
  find("#failed").textContent = "";
  try {
    await act();
  } catch (error) {
    said(error);
  }
}

function said({ code, message }) {
  find("#said").textContent = "";
  find("#failed").textContent = code ? message : UNREACHABLE;
  if (!code || /AUTH|KEY/.test(code)) find("#connection").open = true;
}

// The dialog
async function open(id) {
  try {
    edit(await ask("GET", pathOf(id)));
  } catch (error) {
    dialog.close();
    if (error.code === "LEAD_NOT_FOUND") await list(); // it may have been deleted since
    said(error);
  }
}

function edit(lead) {
  opened = lead;
  find("#title").textContent = lead ? "Edit lead" : "New lead";
  find("[data-does=delete]").hidden = !lead;
  sure(false);
  form.reset();
  for (const name of FIELDS) fill(name, lead ? lead[name] : { status: "new", metadata: {} }[name]);
  refused({});
  if (!dialog.open) dialog.showModal();
  form.elements.name.focus();
}

function fill(name, held) {
  const input = form.elements[name];
  if (name === "metadata") input.value = JSON.stringify(held ?? {}, null, 2);
  else input.value = held ?? "";
  if (CLEARABLE.includes(name)) {
    form.elements[`${name}-absent`].checked = held == null;
    input.disabled = held == null;
  }
}

function typed() {
  const lead = {};
  for (const name of FIELDS) lead[name] = form.elements[name].value;
  for (const name of CLEARABLE) if (form.elements[`${name}-absent`].checked) lead[name] = null;
  lead.metadata = JSON.parse(lead.metadata);
  return lead;
}

// Only what changed is sent. Metadata is merged there, so that a key which is gone here is sent as null.
function changes(before, after) {
  const changed = {};
  for (const name of FIELDS) {
    if (name === "metadata") {
      const patch = patchOf(before.metadata ?? {}, after.metadata);
      if (Object.keys(patch).length) changed.metadata = patch;
    } else if (after[name] !== (before[name] ?? (CLEARABLE.includes(name) ? null : ""))) changed[name] = after[name];
  }
  return changed;
}

const isObject = (held) => held !== null && typeof held === "object" && !Array.isArray(held);
function patchOf(before, after) {
  const patch = Object.create(null); // so that `__proto__` is a key like any other
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = null;
  for (const [key, held] of Object.entries(after)) {
    const known = Object.hasOwn(before, key) ? before[key] : undefined;
    if (isObject(held) && isObject(known)) {
      const inner = patchOf(known, held);
      if (Object.keys(inner).length) patch[key] = inner;
    } else if (JSON.stringify(held) !== JSON.stringify(known)) patch[key] = held;
  }
  return patch;
}

async function save(event) {
  event.preventDefault();
  refused({});
  try {
    const lead = typed();
    if (!isObject(lead.metadata)) throw new SyntaxError();
    if (!opened) {
      const { chatbot } = Object.fromEntries(new FormData(connection));
      await ask("POST", `/api/v1/chatbots/${encodeURIComponent(chatbot)}/leads`, lead);
      page = 1;
    } else if (Object.keys(changes(opened, lead)).length) {
      await ask("PUT", pathOf(opened.id), changes(opened, lead));
    }
    const done = opened ? "Saved." : "Created.";
    dialog.close();
    await list(done);
  } catch (error) {
    if (error instanceof SyntaxError) refused({ field: "metadata", message: "Must be a JSON object" });
    else if (error.code) refused(error.code === "DUPLICATE_EMAIL" ? { field: "email", ...error.details } : error.details, error.message);
    else refused({}, UNREACHABLE);
  }
}

// A refusal stands beside the field that it names; what names none stands above all fields.
function refused({ field, message, existingLeadId }, otherwise = "") {
  for (const name of FIELDS) {
    const isWrong = name === field;
    form.elements[name].setAttribute("aria-invalid", isWrong);
    find(`#${name}-wrong`).replaceChildren(isWrong ? message : "");
  }
  const known = FIELDS.includes(field);
  find(".wrong", form).textContent = known ? "" : message ?? otherwise;
  if (existingLeadId) find("#email-wrong").append(" ", button("Open that lead", "link", () => open(existingLeadId)));
  if (known) form.elements[field].focus();
}

async function remove() {
  try {
    await ask("DELETE", pathOf(opened.id));
    dialog.close();
    await list("Deleted.");
  } catch (error) {
    sure(false);
    refused({}, error.code ? error.message : UNREACHABLE);
  }
}

function sure(isAsked) {
  find(".sure", form).hidden = !isAsked;
  find(isAsked ? "[data-does=keep]" : "[data-does=delete]").focus();
}

// The fields of the dialog, each with a place for what is wrong with it
function field(name) {
  const part = document.createElement("div");
  part.className = "field";
  const label = Object.assign(document.createElement("label"), { htmlFor: name, textContent: name[0].toUpperCase() + name.slice(1) });
  const input = document.createElement({ status: "select", metadata: "textarea" }[name] ?? "input");
  Object.assign(input, { id: name, name, autocomplete: "off" });
  if (name === "status") input.append(...STATUSES.map((status) => new Option(status)));
  input.setAttribute("aria-describedby", `${name}-wrong`);
  part.append(label, input);
  if (CLEARABLE.includes(name)) part.append(absent(name, input));
  part.append(Object.assign(document.createElement("p"), { id: `${name}-wrong`, className: "wrong" }));
  return part;
}

function absent(name, input) {
  const label = Object.assign(document.createElement("label"), { className: "absent" });
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: `${name}-absent` });
  box.addEventListener("change", () => {
    input.disabled = box.checked;
    if (!box.checked) input.focus();
  });
  label.append(box, `No ${name} (null)`);
  return label;
}

const acts = { close: () => dialog.close(), delete: () => sure(true), keep: () => sure(false), really: remove };
find(".fields", form).append(...FIELDS.map(field));
filters.elements.status.append(...STATUSES.map((status) => new Option(status)));
form.addEventListener("submit", save);
form.addEventListener("click", (event) => acts[event.target.dataset.does]?.());
find("#create").addEventListener("click", () => edit(null));
find("#previous").addEventListener("click", () => (page--, list()));
find("#next").addEventListener("click", () => (page++, list()));
for (const asking of [filters, connection])
  asking.addEventListener("submit", (event) => {
    event.preventDefault();
    page = 1;
    list();
  });
list();
