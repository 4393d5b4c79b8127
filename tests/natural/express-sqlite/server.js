'use strict';

const crypto = require('node:crypto');
const express = require('express');
const db = require('./db');
const { authenticate, rateLimit } = require('./middleware');

const STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up'];
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[0-9][0-9\s().-]{5,19}$/;

const app = express();
app.use(express.json());
app.use('/api/v1', authenticate, rateLimit);

function toLead(row) {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    source: row.source,
    status: row.status,
    metadata: JSON.parse(row.metadata),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    workspaceId: row.workspace_id,
  };
}

const findLead = db.prepare('SELECT * FROM leads WHERE id = ? AND workspace_id = ?');
const findByEmail = db.prepare('SELECT id FROM leads WHERE workspace_id = ? AND email = ? AND id <> ?');

function checkFields(body) {
  const problem = (field, message) => ({ field, value: body[field], message });
  if (body.name !== undefined && (typeof body.name !== 'string' || body.name.trim() === '')) {
    return problem('name', 'Name must be a non-empty string');
  }
  if (body.email !== undefined && (typeof body.email !== 'string' || !EMAIL.test(body.email))) {
    return problem('email', 'Must be a valid email address');
  }
  if (body.phone !== undefined && body.phone !== null && (typeof body.phone !== 'string' || !PHONE.test(body.phone))) {
    return problem('phone', 'Must be a valid phone number');
  }
  if (body.source !== undefined && body.source !== null && typeof body.source !== 'string') {
    return problem('source', 'Source must be a string');
  }
  if (body.status !== undefined && !STATUSES.includes(body.status)) {
    return problem('status', `Status must be one of: ${STATUSES.join(', ')}`);
  }
  if (body.metadata !== undefined && (typeof body.metadata !== 'object' || Array.isArray(body.metadata))) {
    return problem('metadata', 'Metadata must be an object');
  }
  return null;
}

function validationError(res, details) {
  return res.status(400).json({ success: false, error: 'Validation failed', code: 'VALIDATION_ERROR', details });
}

function notFound(res, leadId) {
  return res.status(404).json({
    success: false,
    error: 'Lead not found',
    code: 'LEAD_NOT_FOUND',
    details: { leadId, message: 'No lead found with this ID in your workspace' },
  });
}

function duplicateEmail(res, email, existingLeadId) {
  return res.status(409).json({
    success: false,
    error: 'Email already exists',
    code: 'DUPLICATE_EMAIL',
    details: { email, existingLeadId, message: 'A different lead with this email already exists in your workspace' },
  });
}

app.get('/api/v1/leads', (req, res) => {
  const page = Math.max(1, parseInt(req.query.page, 10) || 1);
  const limit = Math.min(100, Math.max(1, parseInt(req.query.limit, 10) || 20));
  const where = ['workspace_id = @workspaceId'];
  const params = { workspaceId: req.workspaceId };
  if (req.query.status) {
    where.push('status = @status');
    params.status = String(req.query.status);
  }
  if (req.query.source) {
    where.push('source = @source');
    params.source = String(req.query.source);
  }
  if (req.query.search) {
    where.push('(name LIKE @search OR email LIKE @search)');
    params.search = `%${req.query.search}%`;
  }
  const filter = where.join(' AND ');
  const { total } = db.prepare(`SELECT COUNT(*) AS total FROM leads WHERE ${filter}`).get(params);
  const rows = db
    .prepare(`SELECT * FROM leads WHERE ${filter} ORDER BY created_at DESC, id LIMIT @limit OFFSET @offset`)
    .all({ ...params, limit, offset: (page - 1) * limit });
  const totalPages = Math.ceil(total / limit);
  res.json({
    success: true,
    data: {
      leads: rows.map(toLead),
      pagination: { page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 },
    },
  });
});

app.get('/api/v1/leads/:leadId', (req, res) => {
  const row = findLead.get(req.params.leadId, req.workspaceId);
  if (!row) return notFound(res, req.params.leadId);
  res.json({ success: true, data: toLead(row) });
});

app.post('/api/v1/chatbots/:chatbotId/leads', (req, res) => {
  const chatbot = db.prepare('SELECT id FROM chatbots WHERE id = ? AND workspace_id = ?');
  if (!chatbot.get(req.params.chatbotId, req.workspaceId)) {
    return res.status(404).json({ success: false, error: 'Chatbot not found', code: 'CHATBOT_NOT_FOUND' });
  }
  const body = req.body ?? {};
  for (const field of ['name', 'email']) {
    if (body[field] === undefined) return validationError(res, { field, message: `${field} is required` });
  }
  const problem = checkFields(body);
  if (problem) return validationError(res, problem);
  const existing = findByEmail.get(req.workspaceId, body.email, '');
  if (existing) return duplicateEmail(res, body.email, existing.id);

  const id = `lead_${crypto.randomBytes(8).toString('hex')}`;
  const now = new Date().toISOString();
  const { name, email, phone = null, source = null, status = 'new', metadata } = body;
  db.prepare(
    `INSERT INTO leads (id, workspace_id, name, email, phone, source, status, metadata, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, req.workspaceId, name, email, phone, source, status, JSON.stringify(metadata ?? {}), now, now);
  res.status(201).json({ success: true, data: toLead(findLead.get(id, req.workspaceId)) });
});

app.put('/api/v1/leads/:leadId', (req, res) => {
  const { leadId } = req.params;
  const row = findLead.get(leadId, req.workspaceId);
  if (!row) return notFound(res, leadId);

  const body = req.body ?? {};
  const problem = checkFields(body);
  if (problem) return validationError(res, problem);
  if (body.email !== undefined) {
    const existing = findByEmail.get(req.workspaceId, body.email, leadId);
    if (existing) return duplicateEmail(res, body.email, existing.id);
  }

  let metadata = JSON.parse(row.metadata);
  if (body.metadata === null) {
    metadata = {};
  } else if (body.metadata) {
    for (const [key, value] of Object.entries(body.metadata)) {
      if (value === null) delete metadata[key];
      else metadata[key] = value;
    }
  }
  const { name = row.name, email = row.email, phone = row.phone, source = row.source, status = row.status } = body;
  db.prepare(
    'UPDATE leads SET name = ?, email = ?, phone = ?, source = ?, status = ?, metadata = ?, updated_at = ? WHERE id = ?',
  ).run(name, email, phone, source, status, JSON.stringify(metadata), new Date().toISOString(), leadId);
  res.json({ success: true, data: toLead(findLead.get(leadId, req.workspaceId)) });
});

app.delete('/api/v1/leads/:leadId', (req, res) => {
  const { leadId } = req.params;
  const { changes } = db.prepare('DELETE FROM leads WHERE id = ? AND workspace_id = ?').run(leadId, req.workspaceId);
  if (changes === 0) return notFound(res, leadId);
  res.json({
    success: true,
    message: 'Lead deleted successfully',
    data: { id: leadId, deletedAt: new Date().toISOString() },
  });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
