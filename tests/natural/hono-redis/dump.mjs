import { Redis } from 'ioredis';

const sortKeys = (key, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const redis = new Redis(process.env.REDIS_URL);
const leads = {};
for (const key of await redis.keys('lead:*')) {
  leads[key.slice('lead:'.length)] = JSON.parse(await redis.get(key));
}
console.log(JSON.stringify(leads, sortKeys, 2));
redis.disconnect();
