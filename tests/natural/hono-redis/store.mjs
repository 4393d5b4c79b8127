import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';

export const redis = new Redis(process.env.REDIS_URL);

const leadKey = (id) => `lead:${id}`;
const leadsOf = (workspaceId) => `workspace:${workspaceId}:leads`;
const emailsOf = (workspaceId) => `workspace:${workspaceId}:emails`;

export async function seed() {
  if ((await redis.dbsize()) > 0) return;
  const { workspaces } = JSON.parse(await readFile(process.env.WORLD, 'utf8'));
  for (const workspace of workspaces) {
    for (const key of workspace.keys) await redis.set(`apikey:${key}`, workspace.id);
    await redis.sadd(`workspace:${workspace.id}:chatbots`, ...workspace.chatbots);
    for (const lead of workspace.leads) await insertLead({ ...lead, workspaceId: workspace.id });
  }
}

export const workspaceOfKey = (key) => redis.get(`apikey:${key}`);

export const ownsChatbot = (workspaceId, chatbotId) => redis.sismember(`workspace:${workspaceId}:chatbots`, chatbotId);

export async function getLead(workspaceId, id) {
  const lead = JSON.parse(await redis.get(leadKey(id)));
  return lead?.workspaceId === workspaceId ? lead : null;
}

/** Reserves the email for the lead; answers the id of the lead that has it already, or null. */
export async function claimEmail(workspaceId, email, id) {
  if (await redis.hsetnx(emailsOf(workspaceId), email.toLowerCase(), id)) return null;
  const owner = await redis.hget(emailsOf(workspaceId), email.toLowerCase());
  return owner === id ? null : owner;
}

export async function insertLead(lead) {
  await redis
    .multi()
    .set(leadKey(lead.id), JSON.stringify(lead))
    .zadd(leadsOf(lead.workspaceId), Date.parse(lead.createdAt), lead.id)
    .hset(emailsOf(lead.workspaceId), lead.email.toLowerCase(), lead.id)
    .exec();
}

export async function replaceLead(before, after) {
  const transaction = redis.multi().set(leadKey(after.id), JSON.stringify(after));
  const previous = before.email.toLowerCase();
  if (previous !== after.email.toLowerCase()) transaction.hdel(emailsOf(after.workspaceId), previous);
  await transaction.exec();
}

export async function deleteLead(lead) {
  await redis
    .multi()
    .del(leadKey(lead.id))
    .zrem(leadsOf(lead.workspaceId), lead.id)
    .hdel(emailsOf(lead.workspaceId), lead.email.toLowerCase())
    .exec();
}

export async function allLeads(workspaceId) {
  const ids = await redis.zrevrange(leadsOf(workspaceId), 0, -1);
  if (ids.length === 0) return [];
  return (await redis.mget(ids.map(leadKey))).map((text) => JSON.parse(text));
}
