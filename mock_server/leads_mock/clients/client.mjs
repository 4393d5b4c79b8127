// A client of the control API of leads-mock, for Node 18 or later and for browsers. One file, no dependencies.
// It comes with the Python package, and a running mock serves it at /__admin/client.mjs.

/** A control call that the mock refused: `status`, `message`, and `field` where one is to blame. */
export class ControlError extends Error {
  constructor(status, error, field) {
    super(field ? `${field}: ${error}` : error);
    this.name = "ControlError";
    this.status = status;
    this.field = field;
  }
}

/** What was to be verified did not happen: `matched` requests match, `nearest` are those that come close. */
export class VerifyError extends Error {
  constructor(wanted, { matched, nearest }) {
    super([`${matched} requests match ${JSON.stringify(wanted)}`, ...nearest.map(told)].join("\n"));
    this.name = "VerifyError";
    this.matched = matched;
    this.nearest = nearest;
  }
}

/** The clock of the mock, which leads, quotas, answers and the journal follow. */
class Clock {
  #mock;

  constructor(mock) {
    this.#mock = mock;
  }

  /** What it tells, as a time of RFC 3339. */
  async now() {
    return (await this.#mock.call("GET", "/clock")).now;
  }

  /** Tells `now` from now on; not frozen, it runs on from there. */
  async set(now, { frozen = true } = {}) {
    await this.#mock.call("PUT", "/clock", { now: written(now), frozen });
  }

  /** Moves on by so many seconds, and stays frozen if it was. */
  async advance(seconds) {
    await this.#mock.call("POST", "/clock/advance", { seconds });
  }

  /** Follows the real clock again. */
  async release() {
    await this.#mock.call("DELETE", "/clock");
  }
}

/** A running mock; one workspace alone where it is named, else all. */
export class Mock {
  #token;

  /** `url` is what stands before /api/v1; `token` is needed from another machine. */
  constructor(url, { workspace, key, token } = {}) {
    this.url = String(url).replace(/\/+$/, "");
    this.workspace = workspace;
    this.key = key;
    this.#token = token;
    this.clock = new Clock(this);
  }

  /** What a request needs to be accepted. */
  get headers() {
    return { Authorization: `Bearer ${this.key}` };
  }

  /** A workspace that nobody else knows, with a fresh copy of the first one's leads. */
  async newWorkspace() {
    const { id, key } = await this.call("POST", "/workspaces");
    return new Mock(this.url, { workspace: id, key, token: this.#token });
  }

  /** Leads, journal, scripts, clock and quota as at the start. */
  async reset() {
    await this.call("POST", "/reset");
  }

  /** Everything that is stored, in the form of a fixtures file. */
  async state() {
    return await this.call("GET", "/state");
  }

  /** Puts such a state in. */
  async load(state) {
    await this.call("PUT", "/state", state);
  }

  /** Every stored lead. */
  async leads() {
    return (await this.call("GET", "/leads")).leads;
  }

  /** Puts leads in, ids and times as given; one that has the id already is replaced. */
  async seed(leads, workspace = this.workspace) {
    return (await this.call("POST", "/leads", { workspace, leads })).leads;
  }

  /** Keeps everything as it is now, under a name. */
  async snapshot(name) {
    await this.call("PUT", `/snapshots/${encodeURIComponent(name)}`);
  }

  /** Has everything as it was then. */
  async restore(name) {
    await this.call("POST", `/snapshots/${encodeURIComponent(name)}/restore`);
  }

  /** What arrived, newest first. */
  async requests(filters = {}) {
    const asked = Object.entries(filters).map(([name, value]) => [name, written(value)]);
    const query = new URLSearchParams(asked.filter(([, value]) => value !== undefined));
    return (await this.call("GET", `/requests?${query}`)).requests;
  }

  /** Resolves to how many requests match; rejects with a VerifyError where `times` says otherwise. */
  async verify(wanted = {}) {
    const told = await this.call("POST", "/requests/verify", wanted);
    if (!told.verified) throw new VerifyError(wanted, told);
    return told.matched;
  }

  /** Scripts answers. Resolves to the script, with its id. */
  async script(members) {
    return await this.call("POST", "/scripts", members);
  }

  /** The answers to the open questions; those that are given are changed. Not for one workspace: all have the same. */
  async profile(answers) {
    return await (answers ? this.call("PUT", "/profile", answers) : this.call("GET", "/profile"));
  }

  /** Any control call: resolves to the JSON value of its answer. `path` follows /__admin. */
  async call(method, path, body) {
    const url = new URL(`${this.url}/__admin${path}`);
    // Not in a header: that would hold no id with letters of all languages.
    if (this.workspace !== undefined) url.searchParams.set("workspace", this.workspace);
    const answer = await fetch(url, {
      method,
      headers: this.#headers(body),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const value = text ? JSON.parse(text) : undefined;
    if (!answer.ok) throw new ControlError(answer.status, value?.error ?? answer.statusText, value?.field);
    return value;
  }

  #headers(body) {
    return {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` }),
    };
  }
}

function written(value) {
  return value instanceof Date ? value.toISOString() : value;
}

function told({ request: { method, path, body, status }, differs }) {
  const text = JSON.stringify;
  const told = differs.map(({ field, actual, expected }) => `${field} is ${text(actual)}, not ${text(expected)}`);
  return `- ${method} ${path} ${text(body)}, answered ${status}: ${told.join("; ") || "it matches"}`;
}
