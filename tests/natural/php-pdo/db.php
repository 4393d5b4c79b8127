<?php

function db(): PDO
{
    static $pdo = null;
    if ($pdo === null) {
        $pdo = new PDO('sqlite:' . getenv('DATA') . '/leads.sqlite3');
        $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        $pdo->setAttribute(PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_ASSOC);
    }
    return $pdo;
}

function query(string $sql, array $params = []): PDOStatement
{
    $statement = db()->prepare($sql);
    $statement->execute($params);
    return $statement;
}

function insert_lead(array $lead, string $workspaceId): void
{
    query(
        'INSERT INTO leads (id, workspace_id, name, email, phone, source, status, metadata, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
            $lead['id'], $workspaceId, $lead['name'], $lead['email'], $lead['phone'] ?? null,
            $lead['source'] ?? null, $lead['status'] ?? 'new', json_encode((object) ($lead['metadata'] ?? [])),
            $lead['createdAt'], $lead['updatedAt'],
        ]
    );
}
