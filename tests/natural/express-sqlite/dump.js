'use strict';

const path = require('node:path');
const Database = require('better-sqlite3');

const db = new Database(path.join(process.env.DATA, 'leads.db'), { readonly: true });
const leads = {};
for (const row of db.prepare('SELECT * FROM leads ORDER BY id').all()) {
  leads[row.id] = { ...row, metadata: JSON.parse(row.metadata) };
}

const sortKeys = (key, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
console.log(JSON.stringify(leads, sortKeys, 2));
