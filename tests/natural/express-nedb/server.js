const crypto = require('node:crypto');
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const { body, query, matchedData, validationResult } = require('express-validator');
const { workspaces, leads, connect } = require('./store');

const STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost', 'follow_up'];

class ApiError extends Error {
  constructor(status, code, message, details) {
    super(message);
    Object.assign(this, { status, code, details });
  }
}

async function authenticate(req, res, next) {
  const header = req.headers.authorization;
  if (!header) throw new ApiError(401, 'MISSING_AUTH_HEADER', 'Missing authorization header');
  const [scheme, token, ...rest] = header.split(' ');
  if (scheme !== 'Bearer' || !token || rest.length > 0) {
    throw new ApiError(401, 'MALFORMED_AUTH_HEADER', 'Malformed authorization header. Expected format: Bearer <token>');
  }
  const workspace = await workspaces.findOneAsync({ keys: token });
  if (!workspace) throw new ApiError(401, 'INVALID_API_KEY', 'Invalid API key');
  req.apiKey = token;
  req.workspace = workspace;
  next();
}

const limiter = rateLimit({
  windowMs: 60 * 60 * 1000,
  limit: 1000,
  keyGenerator: (req) => req.apiKey,
  handler: (req, res, next) => {
    const { limit, resetTime } = req.rateLimit;
    res.set('X-RateLimit-Used', String(limit));
    throw new ApiError(429, 'RATE_LIMIT_EXCEEDED', 'Rate limit exceeded', {
      limit,
      remaining: 0,
      resetTime: Math.ceil(resetTime.getTime() / 1000),
      retryAfter: Math.ceil((resetTime.getTime() - Date.now()) / 1000),
    });
  },
});

function reportUsage(req, res, next) {
  res.set('X-RateLimit-Used', String(req.rateLimit.used));
  next();
}

function validate(req, res, next) {
  const [error] = validationResult(req).array();
  if (!error) return next();
  throw new ApiError(400, 'VALIDATION_ERROR', 'Validation failed', {
    field: error.path,
    value: error.value,
    message: error.msg,
  });
}

const optionalFields = [
  body('phone', 'Must be a valid phone number')
    .optional({ values: 'null' })
    .isString()
    .matches(/^\+?[\d\s().-]{7,25}$/),
  body('source', 'Source must be a string').optional({ values: 'null' }).isString().trim(),
  body('status', `Status must be one of: ${STATUSES.join(', ')}`)
    .optional()
    .isIn(STATUSES),
  body('metadata', 'Metadata must be an object').optional({ values: 'null' }).isObject(),
];
const checkName = (chain) => chain.isString().trim().notEmpty();
const checkEmail = (chain) => chain.isEmail().toLowerCase();

const createRules = [
  checkName(body('name', 'Name is required')),
  checkEmail(body('email', 'Must be a valid email address')),
  ...optionalFields,
];
const updateRules = [
  checkName(body('name', 'Name must not be empty').optional()),
  checkEmail(body('email', 'Must be a valid email address').optional()),
  ...optionalFields,
];
const listRules = [
  query('page', 'Page must be a positive number').default(1).isInt({ min: 1 }).toInt(),
  query('limit', 'Limit must be between 1 and 100').default(20).isInt({ min: 1, max: 100 }).toInt(),
  query('status', `Status must be one of: ${STATUSES.join(', ')}`)
    .optional()
    .isIn(STATUSES),
  query('source').optional().isString(),
  query('search').optional().isString(),
];

const present = ({ _id, workspaceId, ...lead }) => ({ id: _id, ...lead, workspaceId });

function notFound(leadId) {
  return new ApiError(404, 'LEAD_NOT_FOUND', 'Lead not found', {
    leadId,
    message: 'No lead found with this ID in your workspace',
  });
}

async function duplicateOr(error, workspaceId, email) {
  if (error.errorType !== 'uniqueViolated') return error;
  const existing = await leads.findOneAsync({ workspaceId, email });
  return new ApiError(409, 'DUPLICATE_EMAIL', 'Email already exists', {
    email,
    existingLeadId: existing._id,
    message: 'A different lead with this email already exists in your workspace',
  });
}

const app = express();
const api = express.Router();
app.use('/api/v1', authenticate, limiter, reportUsage, express.json(), api);

api.get('/leads', listRules, validate, async (req, res) => {
  const { page, limit, search, ...filter } = matchedData(req, { locations: ['query'] });
  const criteria = { workspaceId: req.workspace._id, ...filter };
  if (search) {
    const pattern = new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
    criteria.$or = [{ name: pattern }, { email: pattern }];
  }
  const total = await leads.countAsync(criteria);
  const found = await leads
    .findAsync(criteria)
    .sort({ createdAt: -1 })
    .skip((page - 1) * limit)
    .limit(limit);
  const totalPages = Math.ceil(total / limit);
  const pagination = { page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 };
  res.json({ success: true, data: { leads: found.map(present), pagination } });
});

api.post('/chatbots/:chatbotId/leads', createRules, validate, async (req, res) => {
  if (!req.workspace.chatbots.includes(req.params.chatbotId)) {
    throw new ApiError(404, 'CHATBOT_NOT_FOUND', 'Chatbot not found');
  }
  const { name, email, phone = null, source = null, status = 'new', metadata } = matchedData(req);
  const workspaceId = req.workspace._id;
  const _id = `lead_${crypto.randomBytes(8).toString('hex')}`;
  const createdAt = new Date().toISOString();
  const lead = {
    _id,
    workspaceId,
    name,
    email,
    phone,
    source,
    status,
    metadata: metadata ?? {},
    createdAt,
    updatedAt: createdAt,
  };
  try {
    res.status(201).json({ success: true, data: present(await leads.insertAsync(lead)) });
  } catch (error) {
    throw await duplicateOr(error, workspaceId, email);
  }
});

api.get('/leads/:leadId', async (req, res) => {
  const lead = await leads.findOneAsync({ _id: req.params.leadId, workspaceId: req.workspace._id });
  if (!lead) throw notFound(req.params.leadId);
  res.json({ success: true, data: present(lead) });
});

api.put('/leads/:leadId', updateRules, validate, async (req, res) => {
  const { leadId } = req.params;
  const workspaceId = req.workspace._id;
  // Without includeOptionals an explicit null would be dropped; with it, absent fields come as undefined.
  const sent = Object.entries(matchedData(req, { locations: ['body'], includeOptionals: true }));
  const { metadata, ...fields } = Object.fromEntries(sent.filter(([, value]) => value !== undefined));
  const update = { $set: { ...fields, updatedAt: new Date().toISOString() }, $unset: {} };
  if (metadata === null) update.$set.metadata = {};
  for (const [key, value] of Object.entries(metadata ?? {})) {
    if (value === null) update.$unset[`metadata.${key}`] = true;
    else update.$set[`metadata.${key}`] = value;
  }
  try {
    const options = { returnUpdatedDocs: true };
    const { affectedDocuments } = await leads.updateAsync({ _id: leadId, workspaceId }, update, options);
    if (!affectedDocuments) throw notFound(leadId);
    res.json({ success: true, data: present(affectedDocuments) });
  } catch (error) {
    throw await duplicateOr(error, workspaceId, fields.email);
  }
});

api.delete('/leads/:leadId', async (req, res) => {
  const { leadId } = req.params;
  const removed = await leads.removeAsync({ _id: leadId, workspaceId: req.workspace._id }, {});
  if (removed === 0) throw notFound(leadId);
  const data = { id: leadId, deletedAt: new Date().toISOString() };
  res.json({ success: true, message: 'Lead deleted successfully', data });
});

app.use((req, res) => {
  res.status(404).json({ success: false, error: 'Not found', code: 'NOT_FOUND' });
});

app.use((error, req, res, next) => {
  const status = error.status ?? 500;
  if (status === 500) console.error(error);
  res.status(status).json({
    success: false,
    error: status === 500 ? 'Internal server error' : error.message,
    code: error.code ?? (status === 500 ? 'INTERNAL_ERROR' : 'BAD_REQUEST'),
    details: error.details,
    timestamp: new Date().toISOString(),
  });
});

connect().then(() => app.listen(process.env.PORT, '127.0.0.1'));
