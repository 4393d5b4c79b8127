'use strict'

const fs = require('node:fs')
const path = require('node:path')
const _ = require('lodash')

const file = path.join(process.env.DATA, 'db.json')

function seed () {
  const { workspaces } = JSON.parse(fs.readFileSync(process.env.WORLD, 'utf8'))
  const leads = workspaces.flatMap((workspace) =>
    workspace.leads.map((lead) => ({ ...lead, workspaceId: workspace.id }))
  )
  return { workspaces: workspaces.map((workspace) => _.omit(workspace, 'leads')), leads: _.keyBy(leads, 'id') }
}

const db = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : seed()

// Written beside the file and renamed, so that a crash never leaves half a file.
function save () {
  fs.writeFileSync(`${file}.tmp`, JSON.stringify(db, null, 2))
  fs.renameSync(`${file}.tmp`, file)
}

save()

module.exports = {
  workspaceOfKey: (key) => db.workspaces.find(({ keys }) => keys.includes(key)),
  find: (workspaceId, id) => _.find(db.leads, { workspaceId, id }),
  findByEmail: (workspaceId, email) =>
    _.find(db.leads, (lead) => lead.workspaceId === workspaceId && lead.email.toLowerCase() === email.toLowerCase()),
  list: (workspaceId) => _.filter(db.leads, { workspaceId }),
  put (lead) {
    db.leads[lead.id] = lead
    save()
    return lead
  },
  remove (id) {
    delete db.leads[id]
    save()
  }
}
