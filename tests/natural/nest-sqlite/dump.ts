import { join } from 'node:path';
import Database from 'better-sqlite3';

const sortKeys = (_key: string, value: any) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const db = new Database(join(process.env.DATA!, 'leads.sqlite'), { readonly: true });
const rows = db.prepare('SELECT * FROM leads').all() as any[];
const leads = rows.map((row) => [row.id, { ...row, metadata: JSON.parse(row.metadata) }]);
console.log(JSON.stringify(Object.fromEntries(leads), sortKeys, 2));
