// Types of client.mjs. The forms are those of /__admin/openapi.json.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A lead as the API shows it. */
export interface Lead {
  id: string;
  [field: string]: Json | undefined;
}

/** The id of a deleted lead, with its email where that stays taken. */
export type Deleted = string | { id: string; email: string };

/** The form of a fixtures file. */
export interface State {
  workspaces: { id: string; keys: string[]; chatbots?: string[]; deleted?: Deleted[]; leads?: Lead[] }[];
}

/** A request that arrived, and how it was answered. */
export interface Recorded {
  id: string;
  at: string;
  workspace: string | null;
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: Json;
  /** Null where the connection was cut before. */
  status: number | null;
  response: Json;
  refusal: string | null;
  before: Lead | null;
  after: Lead | null;
  ms: number;
  script: string | null;
}

export interface Filters {
  method?: string;
  /** `*` stands for anything. */
  path?: string;
  status?: number;
  lead?: string;
  since?: Date | string;
  limit?: number;
}

export interface Wanted {
  method?: string;
  path?: string;
  /** Objects in part, arrays whole. */
  body?: Json;
  status?: number;
  times?: number | { atLeast?: number; atMost?: number };
}

export interface Script {
  match?: { method?: string; path?: string; lead?: string; body?: Json };
  when?: { times: number } | { every: number } | { probability: number; seed?: number };
  answer?: { status?: number; example?: string; code?: string };
  /** Milliseconds. */
  delay?: number | { median: number; sigma: number };
  drop?: "before" | "after" | "halfway";
  headers?: Record<string, string>;
}

export class ControlError extends Error {
  readonly status: number;
  readonly field: string | null | undefined;
}

export class VerifyError extends Error {
  readonly matched: number;
  readonly nearest: { request: Recorded; differs: { field: string; expected: Json; actual: Json }[] }[];
}

export interface Clock {
  now(): Promise<string>;
  set(now: Date | string, options?: { frozen?: boolean }): Promise<void>;
  advance(seconds: number): Promise<void>;
  release(): Promise<void>;
}

export class Mock {
  constructor(url: string | URL, options?: { workspace?: string; key?: string; token?: string });
  readonly url: string;
  readonly workspace: string | undefined;
  readonly key: string | undefined;
  readonly clock: Clock;
  readonly headers: { Authorization: string };
  newWorkspace(): Promise<Mock & { readonly workspace: string; readonly key: string }>;
  reset(): Promise<void>;
  state(): Promise<State>;
  load(state: State): Promise<void>;
  leads(): Promise<Lead[]>;
  seed(leads: Lead[], workspace?: string): Promise<Lead[]>;
  snapshot(name: string): Promise<void>;
  restore(name: string): Promise<void>;
  requests(filters?: Filters): Promise<Recorded[]>;
  verify(wanted?: Wanted): Promise<number>;
  script(members: Script): Promise<Script & { id: string; workspace: string | null; used: number }>;
  profile(answers?: Record<string, string>): Promise<Record<string, string>>;
  call(method: string, path: string, body?: unknown): Promise<any>;
}
