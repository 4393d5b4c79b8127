import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { z } from 'zod';
import * as store from './store.mjs';

const STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up'];
const LIMIT = 1000;
const WINDOW_MS = 3_600_000;

const lead = z.object({
  name: z.string().trim().min(1, 'Name must not be empty'),
  email: z.email('Must be a valid email address'),
  phone: z
    .string()
    .regex(/^\+?[\d\s().-]{7,20}$/, 'Must be a valid phone number')
    .nullable(),
  source: z.string().nullable(),
  status: z.enum(STATUSES, `Status must be one of: ${STATUSES.join(', ')}`),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});
const createLead = lead.partial().required({ name: true, email: true });
const updateLead = lead.partial();
const listQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  status: z.enum(STATUSES).optional(),
  source: z.string().optional(),
  search: z.string().optional(),
});

const failure = (error, code, details) => ({
  success: false,
  error,
  code,
  details,
  requestId: `req_${randomBytes(8).toString('hex')}`,
});

const validate = (target, schema) =>
  zValidator(target, schema, (result, c) => {
    if (result.success) return;
    const [issue] = result.error.issues;
    const value = issue.path.reduce((part, key) => part?.[key], result.data);
    const details = { field: issue.path.join('.'), value, message: issue.message };
    return c.json(failure('Validation failed', 'VALIDATION_ERROR', details), 400);
  });

const notFound = (c, leadId) =>
  c.json(
    failure('Lead not found', 'LEAD_NOT_FOUND', { leadId, message: 'No lead found with this ID in your workspace' }),
    404,
  );

const duplicateEmail = (c, email, existingLeadId) =>
  c.json(
    failure('Email already exists', 'DUPLICATE_EMAIL', {
      email,
      existingLeadId,
      message: 'A different lead with this email already exists in your workspace',
    }),
    409,
  );

const api = new Hono().basePath('/api/v1');

api.use(async (c, next) => {
  const header = c.req.header('Authorization');
  if (!header) return c.json(failure('Missing authorization header', 'MISSING_AUTH_HEADER'), 401);
  if (!header.startsWith('Bearer ')) {
    const error = 'Malformed authorization header. Expected format: Bearer <token>';
    return c.json(failure(error, 'MALFORMED_AUTH_HEADER'), 401);
  }
  const key = header.slice('Bearer '.length).trim();
  const workspaceId = await store.workspaceOfKey(key);
  if (!workspaceId) return c.json(failure('Invalid API key', 'INVALID_API_KEY'), 401);
  c.set('apiKey', key);
  c.set('workspaceId', workspaceId);
  await next();
});

api.use(async (c, next) => {
  const now = Date.now();
  const key = `requests:${c.get('apiKey')}`;
  await store.redis.zremrangebyscore(key, 0, now - WINDOW_MS);
  let used = await store.redis.zcard(key);
  const limited = used >= LIMIT;
  if (!limited) {
    await store.redis.zadd(key, now, `${now}-${randomBytes(4).toString('hex')}`);
    used += 1;
  }
  const [, oldest] = await store.redis.zrange(key, 0, 0, 'WITHSCORES');
  const resetTime = Math.ceil((Number(oldest) + WINDOW_MS) / 1000);
  c.header('X-RateLimit-Limit', String(LIMIT));
  c.header('X-RateLimit-Remaining', String(LIMIT - used));
  c.header('X-RateLimit-Used', String(used));
  c.header('X-RateLimit-Reset', String(resetTime));
  if (!limited) return next();
  const retryAfter = resetTime - Math.floor(now / 1000);
  c.header('Retry-After', String(retryAfter));
  const details = { limit: LIMIT, remaining: 0, resetTime, retryAfter };
  return c.json(failure('Rate limit exceeded', 'RATE_LIMIT_EXCEEDED', details), 429);
});

api.get('/leads', validate('query', listQuery), async (c) => {
  const { page, limit, status, source, search } = c.req.valid('query');
  const needle = search?.toLowerCase();
  const matching = (await store.allLeads(c.get('workspaceId'))).filter(
    (lead) =>
      (!status || lead.status === status) &&
      (!source || lead.source === source) &&
      (!needle || lead.name.toLowerCase().includes(needle) || lead.email.toLowerCase().includes(needle)),
  );
  const total = matching.length;
  const totalPages = Math.ceil(total / limit);
  const pagination = { page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 };
  return c.json({ success: true, data: { leads: matching.slice((page - 1) * limit, page * limit), pagination } });
});

api.post('/chatbots/:chatbotId/leads', validate('json', createLead), async (c) => {
  const workspaceId = c.get('workspaceId');
  if (!(await store.ownsChatbot(workspaceId, c.req.param('chatbotId')))) {
    return c.json(failure('Chatbot not found', 'CHATBOT_NOT_FOUND'), 404);
  }
  const body = c.req.valid('json');
  const id = `lead_${randomBytes(8).toString('hex')}`;
  const owner = await store.claimEmail(workspaceId, body.email, id);
  if (owner) return duplicateEmail(c, body.email, owner);

  const now = new Date().toISOString();
  const defaults = { phone: null, source: null, status: 'new' };
  const metadata = body.metadata ?? {};
  const created = { id, ...defaults, ...body, metadata, createdAt: now, updatedAt: now, workspaceId };
  await store.insertLead(created);
  return c.json({ success: true, data: created }, 201);
});

api.get('/leads/:leadId', async (c) => {
  const found = await store.getLead(c.get('workspaceId'), c.req.param('leadId'));
  if (!found) return notFound(c, c.req.param('leadId'));
  return c.json({ success: true, data: found });
});

api.put('/leads/:leadId', validate('json', updateLead), async (c) => {
  const workspaceId = c.get('workspaceId');
  const leadId = c.req.param('leadId');
  const current = await store.getLead(workspaceId, leadId);
  if (!current) return notFound(c, leadId);

  const { metadata, ...fields } = c.req.valid('json');
  if (fields.email) {
    const owner = await store.claimEmail(workspaceId, fields.email, leadId);
    if (owner) return duplicateEmail(c, fields.email, owner);
  }
  const updated = { ...current, ...fields, updatedAt: new Date().toISOString() };
  if (metadata === null) {
    updated.metadata = {};
  } else if (metadata) {
    const merged = { ...current.metadata, ...metadata };
    updated.metadata = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  }
  await store.replaceLead(current, updated);
  return c.json({ success: true, data: updated });
});

api.delete('/leads/:leadId', async (c) => {
  const leadId = c.req.param('leadId');
  const found = await store.getLead(c.get('workspaceId'), leadId);
  if (!found) return notFound(c, leadId);
  await store.deleteLead(found);
  const data = { id: leadId, deletedAt: new Date().toISOString() };
  return c.json({ success: true, message: 'Lead deleted successfully', data });
});

await store.seed();
serve({ fetch: api.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) });
