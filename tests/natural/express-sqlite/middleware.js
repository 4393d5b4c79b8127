'use strict';

const db = require('./db');

const LIMIT = 1000;
const WINDOW_MS = 60 * 60 * 1000;

const findKey = db.prepare('SELECT workspace_id FROM api_keys WHERE key = ?');

function unauthorized(res, error, code) {
  return res.status(401).json({ success: false, error, code });
}

function authenticate(req, res, next) {
  const header = req.get('Authorization');
  if (!header) return unauthorized(res, 'Missing authorization header', 'MISSING_AUTH_HEADER');
  const match = /^Bearer (\S+)$/.exec(header);
  if (!match) {
    return unauthorized(
      res,
      'Malformed authorization header. Expected format: Bearer <token>',
      'MALFORMED_AUTH_HEADER',
    );
  }
  const row = findKey.get(match[1]);
  if (!row) return unauthorized(res, 'Invalid API key', 'INVALID_API_KEY');
  req.apiKey = match[1];
  req.workspaceId = row.workspace_id;
  next();
}

const requestTimes = new Map();

function rateLimit(req, res, next) {
  const now = Date.now();
  const times = (requestTimes.get(req.apiKey) ?? []).filter((time) => time > now - WINDOW_MS);
  requestTimes.set(req.apiKey, times);
  const limited = times.length >= LIMIT;
  if (!limited) times.push(now);

  const reset = Math.ceil((times[0] + WINDOW_MS) / 1000);
  res.set({
    'X-RateLimit-Limit': String(LIMIT),
    'X-RateLimit-Remaining': String(LIMIT - times.length),
    'X-RateLimit-Used': String(times.length),
    'X-RateLimit-Reset': String(reset),
  });
  if (!limited) return next();

  const retryAfter = Math.max(1, reset - Math.floor(now / 1000));
  res.set('Retry-After', String(retryAfter));
  res.status(429).json({
    success: false,
    error: 'Rate limit exceeded',
    code: 'RATE_LIMIT_EXCEEDED',
    details: { limit: LIMIT, remaining: 0, resetTime: reset, retryAfter },
  });
}

module.exports = { authenticate, rateLimit };
