'use strict'

const crypto = require('node:crypto')
const fastify = require('fastify')()
const _ = require('lodash')
const store = require('./store')
const schemas = require('./schemas')

const failure = (error, code, details) => ({ success: false, error, code, details })

fastify.decorateRequest('workspace', null)

fastify.addHook('onRequest', async (request, reply) => {
  const header = request.headers.authorization
  if (!header) {
    return reply.code(401).send(failure('Missing authorization header', 'MISSING_AUTH_HEADER'))
  }
  const [, token] = header.match(/^Bearer +(\S+)$/i) ?? []
  if (!token) {
    const message = 'Malformed authorization header. Expected format: Bearer <token>'
    return reply.code(401).send(failure(message, 'MALFORMED_AUTH_HEADER'))
  }
  request.workspace = store.workspaceOfKey(token)
  if (!request.workspace) {
    return reply.code(401).send(failure('Invalid API key', 'INVALID_API_KEY'))
  }
})

fastify.setErrorHandler((error, request, reply) => {
  if (!error.validation) return reply.send(error)
  const [problem] = error.validation
  const field = problem.params.missingProperty ?? problem.instancePath.slice(1)
  reply.code(400).send(
    failure('Validation failed', 'VALIDATION_ERROR', {
      field,
      value: _.get(request[error.validationContext], field),
      message: schemas.messages[field] ?? problem.message
    })
  )
})

function notFound (reply, leadId) {
  const details = { leadId, message: 'No lead found with this ID in your workspace' }
  return reply.code(404).send(failure('Lead not found', 'LEAD_NOT_FOUND', details))
}

function duplicate (reply, email, existing) {
  const details = {
    email,
    existingLeadId: existing.id,
    message: 'A different lead with this email already exists in your workspace'
  }
  return reply.code(409).send(failure('Email already exists', 'DUPLICATE_EMAIL', details))
}

function mergeMetadata (current, changes) {
  if (changes === null) return {}
  const merged = _.mergeWith({}, current, changes, (target, source) => (Array.isArray(source) ? source : undefined))
  return _.omitBy(merged, _.isNull)
}

fastify.get('/api/v1/leads', { schema: schemas.list }, async (request) => {
  const { page, limit, search, ...filter } = request.query
  const needle = search?.toLowerCase()
  const matching = store
    .list(request.workspace.id)
    .filter((lead) => _.isMatch(lead, _.pick(filter, ['status', 'source'])))
    .filter((lead) => !needle || `${lead.name}\n${lead.email}`.toLowerCase().includes(needle))
  const newestFirst = _.orderBy(matching, 'createdAt', 'desc')
  const total = matching.length
  const totalPages = Math.ceil(total / limit)
  return {
    success: true,
    data: {
      leads: newestFirst.slice((page - 1) * limit, page * limit).map((lead) => _.omit(lead, 'workspaceId')),
      pagination: { page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 }
    }
  }
})

fastify.post('/api/v1/chatbots/:chatbotId/leads', { schema: schemas.create }, async (request, reply) => {
  const { workspace, body, params } = request
  if (!workspace.chatbots.includes(params.chatbotId)) {
    return reply.code(404).send(failure('Chatbot not found', 'CHATBOT_NOT_FOUND'))
  }
  const existing = store.findByEmail(workspace.id, body.email)
  if (existing) return duplicate(reply, body.email, existing)

  const now = new Date().toISOString()
  const lead = store.put({
    id: `lead_${crypto.randomBytes(8).toString('hex')}`,
    name: body.name,
    email: body.email,
    phone: body.phone ?? null,
    source: body.source ?? null,
    status: body.status ?? 'new',
    metadata: body.metadata ?? {},
    createdAt: now,
    updatedAt: now,
    workspaceId: workspace.id
  })
  return reply.code(201).send({ success: true, data: lead })
})

fastify.get('/api/v1/leads/:leadId', async (request, reply) => {
  const lead = store.find(request.workspace.id, request.params.leadId)
  if (!lead) return notFound(reply, request.params.leadId)
  return { success: true, data: lead }
})

fastify.put('/api/v1/leads/:leadId', { schema: schemas.update }, async (request, reply) => {
  const { workspace, body, params } = request
  const lead = store.find(workspace.id, params.leadId)
  if (!lead) return notFound(reply, params.leadId)

  if (body.email) {
    const existing = store.findByEmail(workspace.id, body.email)
    if (existing && existing.id !== lead.id) return duplicate(reply, body.email, existing)
  }
  const updated = { ...lead, ...body, updatedAt: new Date().toISOString() }
  if ('metadata' in body) updated.metadata = mergeMetadata(lead.metadata, body.metadata)
  return { success: true, data: store.put(updated) }
})

fastify.delete('/api/v1/leads/:leadId', async (request, reply) => {
  const { leadId } = request.params
  if (!store.find(request.workspace.id, leadId)) return notFound(reply, leadId)
  store.remove(leadId)
  return {
    success: true,
    message: 'Lead deleted successfully',
    data: { id: leadId, deletedAt: new Date().toISOString() }
  }
})

fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
