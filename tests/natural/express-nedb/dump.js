const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const Datastore = require('@seald-io/nedb');

const sortKeys = (key, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

async function main() {
  // Loading compacts the file, so work on a copy while the server has it open.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leads-'));
  const filename = path.join(folder, 'leads.db');
  fs.copyFileSync(path.join(process.env.DATA, 'leads.db'), filename);
  const db = new Datastore({ filename });
  await db.loadDatabaseAsync();
  const leads = await db.findAsync({});
  console.log(JSON.stringify(Object.fromEntries(leads.map((lead) => [lead._id, lead])), sortKeys, 2));
  fs.rmSync(folder, { recursive: true });
}

main();
