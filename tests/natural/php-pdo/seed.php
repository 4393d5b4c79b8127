<?php

require __DIR__ . '/db.php';

db()->exec('
    CREATE TABLE IF NOT EXISTS api_keys (api_key TEXT PRIMARY KEY, workspace_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS chatbots (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS requests (api_key TEXT NOT NULL, requested_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS leads (
        id TEXT PRIMARY KEY,
        workspace_id TEXT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        phone TEXT,
        source TEXT,
        status TEXT NOT NULL,
        metadata TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        UNIQUE (workspace_id, email)
    );
');

if (query('SELECT COUNT(*) FROM api_keys')->fetchColumn() == 0) {
    $world = json_decode(file_get_contents(getenv('WORLD')), true);
    db()->beginTransaction();
    foreach ($world['workspaces'] as $workspace) {
        foreach ($workspace['keys'] as $key) {
            query('INSERT INTO api_keys VALUES (?, ?)', [$key, $workspace['id']]);
        }
        foreach ($workspace['chatbots'] as $chatbotId) {
            query('INSERT INTO chatbots VALUES (?, ?)', [$chatbotId, $workspace['id']]);
        }
        foreach ($workspace['leads'] as $lead) {
            insert_lead($lead, $workspace['id']);
        }
    }
    db()->commit();
}
