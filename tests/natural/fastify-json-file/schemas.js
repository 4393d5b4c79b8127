'use strict'

const STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up']

const properties = {
  name: { type: 'string', minLength: 1, maxLength: 200 },
  email: { type: 'string', format: 'email' },
  phone: { type: 'string', nullable: true, pattern: '^\\+?[0-9 ().-]{7,20}$' },
  source: { type: 'string', nullable: true, maxLength: 100 },
  status: { type: 'string', enum: STATUSES },
  metadata: { type: 'object', nullable: true, additionalProperties: true }
}

const messages = {
  email: 'Must be a valid email address',
  phone: 'Must be a valid phone number',
  status: `Status must be one of: ${STATUSES.join(', ')}`
}

module.exports = {
  messages,
  create: { body: { type: 'object', required: ['name', 'email'], additionalProperties: false, properties } },
  update: { body: { type: 'object', minProperties: 1, additionalProperties: false, properties } },
  list: {
    querystring: {
      type: 'object',
      properties: {
        page: { type: 'integer', minimum: 1, default: 1 },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        status: { type: 'string', enum: STATUSES },
        source: { type: 'string' },
        search: { type: 'string' }
      }
    }
  }
}
