CREATE TABLE IF NOT EXISTS api_keys (
    key TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS chatbots (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS leads (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE,
    phone TEXT,
    source TEXT,
    status TEXT NOT NULL DEFAULT 'new',
    metadata JSON NOT NULL DEFAULT '{}',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (workspace_id, email)
);
