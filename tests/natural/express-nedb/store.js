const fs = require('node:fs');
const path = require('node:path');
const Datastore = require('@seald-io/nedb');

const open = (name) => new Datastore({ filename: path.join(process.env.DATA, `${name}.db`) });

const workspaces = open('workspaces');
const leads = open('leads');

async function connect() {
  await workspaces.loadDatabaseAsync();
  await leads.loadDatabaseAsync();
  await leads.ensureIndexAsync({ fieldName: ['workspaceId', 'email'], unique: true });
  if ((await workspaces.countAsync({})) > 0) return;

  const world = JSON.parse(fs.readFileSync(process.env.WORLD, 'utf8'));
  for (const { id: workspaceId, keys, chatbots, leads: entries } of world.workspaces) {
    await workspaces.insertAsync({ _id: workspaceId, keys, chatbots });
    await leads.insertAsync(
      entries.map(({ id, email, ...lead }) => ({ _id: id, workspaceId, ...lead, email: email.toLowerCase() })),
    );
  }
}

module.exports = { workspaces, leads, connect };
