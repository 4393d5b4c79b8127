<?php

require __DIR__ . '/db.php';

function sort_keys(mixed $value): mixed
{
    if (is_object($value)) {
        $properties = array_map('sort_keys', get_object_vars($value));
        ksort($properties, SORT_STRING);
        return (object) $properties;
    }
    return is_array($value) ? array_map('sort_keys', $value) : $value;
}

$leads = new stdClass();
foreach (query('SELECT * FROM leads ORDER BY id') as $row) {
    $row['metadata'] = json_decode($row['metadata']);
    $leads->{$row['id']} = (object) $row;
}
echo json_encode(sort_keys($leads), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION), "\n";
