'use strict';

const fs = require('node:fs');
const path = require('node:path');
const Database = require('better-sqlite3');

const db = new Database(path.join(process.env.DATA, 'leads.db'));
db.pragma('journal_mode = WAL');
db.pragma('foreign_keys = ON');

db.exec(`
  CREATE TABLE IF NOT EXISTS workspaces (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS api_keys (
    key TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id)
  );
  CREATE TABLE IF NOT EXISTS chatbots (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id)
  );
  CREATE TABLE IF NOT EXISTS leads (
    id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces(id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    source TEXT,
    status TEXT NOT NULL DEFAULT 'new',
    metadata TEXT NOT NULL DEFAULT '{}',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (workspace_id, email)
  );
`);

const seed = db.transaction((world) => {
  const addWorkspace = db.prepare('INSERT INTO workspaces (id) VALUES (?)');
  const addKey = db.prepare('INSERT INTO api_keys (key, workspace_id) VALUES (?, ?)');
  const addChatbot = db.prepare('INSERT INTO chatbots (id, workspace_id) VALUES (?, ?)');
  const addLead = db.prepare(`
    INSERT INTO leads (id, workspace_id, name, email, phone, source, status, metadata, created_at, updated_at)
    VALUES (@id, @workspaceId, @name, @email, @phone, @source, @status, @metadata, @createdAt, @updatedAt)
  `);
  for (const workspace of world.workspaces) {
    addWorkspace.run(workspace.id);
    for (const key of workspace.keys) addKey.run(key, workspace.id);
    for (const chatbot of workspace.chatbots) addChatbot.run(chatbot, workspace.id);
    for (const lead of workspace.leads) {
      addLead.run({ ...lead, workspaceId: workspace.id, metadata: JSON.stringify(lead.metadata) });
    }
  }
});

if (process.env.WORLD && db.prepare('SELECT COUNT(*) AS n FROM workspaces').get().n === 0) {
  seed(JSON.parse(fs.readFileSync(process.env.WORLD, 'utf8')));
}

module.exports = db;
