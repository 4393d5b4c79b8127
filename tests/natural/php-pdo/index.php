<?php

require __DIR__ . '/db.php';

const STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up'];
const RATE_LIMIT = 1000;
const RATE_WINDOW = 3600;

function respond(int $status, array $payload): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($payload, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    exit;
}

function fail(int $status, string $error, string $code, ?array $details = null): never
{
    $payload = ['success' => false, 'error' => $error, 'code' => $code];
    if ($details !== null) {
        $payload['details'] = $details;
    }
    respond($status, $payload + ['timestamp' => now()]);
}

function now(): string
{
    return (new DateTimeImmutable('now', new DateTimeZone('UTC')))->format('Y-m-d\TH:i:s.v\Z');
}

function present(array $row): array
{
    return [
        'id' => $row['id'],
        'name' => $row['name'],
        'email' => $row['email'],
        'phone' => $row['phone'],
        'source' => $row['source'],
        'status' => $row['status'],
        'metadata' => json_decode($row['metadata']),
        'createdAt' => $row['created_at'],
        'updatedAt' => $row['updated_at'],
        'workspaceId' => $row['workspace_id'],
    ];
}

/** @return array{string, string} the key and the id of its workspace */
function authenticate(): array
{
    $header = $_SERVER['HTTP_AUTHORIZATION'] ?? '';
    if ($header === '') {
        fail(401, 'Missing authorization header', 'MISSING_AUTH_HEADER');
    }
    if (!preg_match('/^Bearer (\S+)$/', $header, $matches)) {
        fail(401, 'Malformed authorization header. Expected format: Bearer <token>', 'MALFORMED_AUTH_HEADER');
    }
    $workspaceId = query('SELECT workspace_id FROM api_keys WHERE api_key = ?', [$matches[1]])->fetchColumn();
    if ($workspaceId === false) {
        fail(401, 'Invalid API key', 'INVALID_API_KEY');
    }
    return [$matches[1], $workspaceId];
}

function count_request(string $apiKey): void
{
    query('DELETE FROM requests WHERE requested_at <= ?', [time() - RATE_WINDOW]);
    query(
        'INSERT INTO requests SELECT ?, ? WHERE (SELECT COUNT(*) FROM requests WHERE api_key = ?) < ?',
        [$apiKey, time(), $apiKey, RATE_LIMIT + 1]
    );
    [$used, $oldest] = query('SELECT COUNT(*), MIN(requested_at) FROM requests WHERE api_key = ?', [$apiKey])
        ->fetch(PDO::FETCH_NUM);
    $reset = $oldest + RATE_WINDOW;
    header('X-RateLimit-Limit: ' . RATE_LIMIT);
    header('X-RateLimit-Remaining: ' . max(0, RATE_LIMIT - $used));
    header('X-RateLimit-Used: ' . min($used, RATE_LIMIT));
    header("X-RateLimit-Reset: $reset");
    if ($used > RATE_LIMIT) {
        $retryAfter = $reset - time();
        header("Retry-After: $retryAfter");
        $details = ['limit' => RATE_LIMIT, 'remaining' => 0, 'resetTime' => $reset, 'retryAfter' => $retryAfter];
        fail(429, 'Rate limit exceeded', 'RATE_LIMIT_EXCEEDED', $details);
    }
}

function read_body(): array
{
    $body = json_decode(file_get_contents('php://input'), true);
    if (!is_array($body)) {
        fail(400, 'Request body must be a JSON object', 'INVALID_JSON');
    }
    return $body;
}

function validate(array $body, array $required = []): void
{
    $invalid = fn (string $field, string $message) => fail(400, 'Validation failed', 'VALIDATION_ERROR', [
        'field' => $field,
        'value' => $body[$field] ?? null,
        'message' => $message,
    ]);
    foreach ($required as $field) {
        if (!isset($body[$field])) {
            $invalid($field, ucfirst($field) . ' is required');
        }
    }
    foreach ($body as $field => $value) {
        switch ($field) {
            case 'name':
                is_string($value) && trim($value) !== '' or $invalid('name', 'Name must not be empty');
                break;
            case 'email':
                is_string($value) && filter_var($value, FILTER_VALIDATE_EMAIL)
                    or $invalid('email', 'Must be a valid email address');
                break;
            case 'phone':
                $value === null || is_string($value) && preg_match('/^\+?[0-9 ().-]{7,20}$/', $value)
                    or $invalid('phone', 'Must be a valid phone number');
                break;
            case 'source':
                $value === null || is_string($value) or $invalid('source', 'Source must be a string');
                break;
            case 'status':
                in_array($value, STATUSES, true)
                    or $invalid('status', 'Status must be one of: ' . implode(', ', STATUSES));
                break;
            case 'metadata':
                $value === null || is_array($value) && ($value === [] || !array_is_list($value))
                    or $invalid('metadata', 'Metadata must be an object');
                break;
        }
    }
}

function find_lead(string $workspaceId, string $leadId): array
{
    $row = query('SELECT * FROM leads WHERE id = ? AND workspace_id = ?', [$leadId, $workspaceId])->fetch();
    if (!$row) {
        $message = 'No lead found with this ID in your workspace';
        fail(404, 'Lead not found', 'LEAD_NOT_FOUND', ['leadId' => $leadId, 'message' => $message]);
    }
    return $row;
}

function check_email_free(string $workspaceId, string $email, string $leadId = ''): void
{
    $sql = 'SELECT id FROM leads WHERE workspace_id = ? AND email = ? AND id <> ?';
    $existing = query($sql, [$workspaceId, $email, $leadId])->fetchColumn();
    if ($existing !== false) {
        fail(409, 'Email already exists', 'DUPLICATE_EMAIL', [
            'email' => $email,
            'existingLeadId' => $existing,
            'message' => 'A different lead with this email already exists in your workspace',
        ]);
    }
}

function list_leads(string $workspaceId): never
{
    $page = max(1, (int) ($_GET['page'] ?? 1));
    $limit = min(100, max(1, (int) ($_GET['limit'] ?? 20)));
    $where = 'workspace_id = ?';
    $params = [$workspaceId];
    foreach (['status', 'source'] as $column) {
        if (!empty($_GET[$column])) {
            $where .= " AND $column = ?";
            $params[] = $_GET[$column];
        }
    }
    if (!empty($_GET['search'])) {
        $where .= ' AND (name LIKE ? OR email LIKE ?)';
        array_push($params, "%{$_GET['search']}%", "%{$_GET['search']}%");
    }
    $total = query("SELECT COUNT(*) FROM leads WHERE $where", $params)->fetchColumn();
    $offset = ($page - 1) * $limit;
    $rows = query("SELECT * FROM leads WHERE $where ORDER BY created_at DESC LIMIT $limit OFFSET $offset", $params);
    $totalPages = (int) ceil($total / $limit);
    respond(200, ['success' => true, 'data' => [
        'leads' => array_map('present', $rows->fetchAll()),
        'pagination' => [
            'page' => $page,
            'limit' => $limit,
            'total' => $total,
            'totalPages' => $totalPages,
            'hasNext' => $page < $totalPages,
            'hasPrev' => $page > 1,
        ],
    ]]);
}

function create_lead(string $workspaceId, string $chatbotId): never
{
    if (!query('SELECT 1 FROM chatbots WHERE id = ? AND workspace_id = ?', [$chatbotId, $workspaceId])->fetch()) {
        fail(404, 'Chatbot not found', 'CHATBOT_NOT_FOUND');
    }
    $body = read_body();
    validate($body, ['name', 'email']);
    check_email_free($workspaceId, $body['email']);
    $now = now();
    $id = 'lead_' . bin2hex(random_bytes(8));
    insert_lead(['id' => $id, 'createdAt' => $now, 'updatedAt' => $now] + $body, $workspaceId);
    respond(201, ['success' => true, 'data' => present(find_lead($workspaceId, $id))]);
}

function update_lead(string $workspaceId, string $leadId): never
{
    $lead = find_lead($workspaceId, $leadId);
    $body = read_body();
    validate($body);
    if (isset($body['email'])) {
        check_email_free($workspaceId, $body['email'], $leadId);
    }

    $changes = array_intersect_key($body, array_flip(['name', 'email', 'phone', 'source', 'status']));
    if (array_key_exists('metadata', $body)) {
        $metadata = $body['metadata'] === null ? [] : json_decode($lead['metadata'], true);
        foreach ($body['metadata'] ?? [] as $key => $value) {
            if ($value === null) {
                unset($metadata[$key]);
            } else {
                $metadata[$key] = $value;
            }
        }
        $changes['metadata'] = json_encode((object) $metadata);
    }
    $changes['updated_at'] = now();
    $assignments = implode(', ', array_map(fn ($column) => "$column = ?", array_keys($changes)));
    query("UPDATE leads SET $assignments WHERE id = ?", [...array_values($changes), $leadId]);
    respond(200, ['success' => true, 'data' => present(find_lead($workspaceId, $leadId))]);
}

function delete_lead(string $workspaceId, string $leadId): never
{
    find_lead($workspaceId, $leadId);
    query('DELETE FROM leads WHERE id = ?', [$leadId]);
    $data = ['id' => $leadId, 'deletedAt' => now()];
    respond(200, ['success' => true, 'message' => 'Lead deleted successfully', 'data' => $data]);
}

[$apiKey, $workspaceId] = authenticate();
count_request($apiKey);

$method = $_SERVER['REQUEST_METHOD'];
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

if ($method === 'GET' && $path === '/api/v1/leads') {
    list_leads($workspaceId);
}
if ($method === 'POST' && preg_match('#^/api/v1/chatbots/([^/]+)/leads$#', $path, $matches)) {
    create_lead($workspaceId, $matches[1]);
}
if (preg_match('#^/api/v1/leads/([^/]+)$#', $path, $matches)) {
    match ($method) {
        'GET' => respond(200, ['success' => true, 'data' => present(find_lead($workspaceId, $matches[1]))]),
        'PUT' => update_lead($workspaceId, $matches[1]),
        'DELETE' => delete_lead($workspaceId, $matches[1]),
        default => fail(405, 'Method not allowed', 'METHOD_NOT_ALLOWED'),
    };
}
fail(404, 'Not found', 'NOT_FOUND');
