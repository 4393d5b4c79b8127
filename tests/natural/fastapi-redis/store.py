"""How leads lie in Redis.

apikey:{key}           string  the key's workspace
chatbot:{id}           string  the chatbot's workspace
lead:{id}              hash    the lead's own fields; a cleared field is absent
lead:{id}:metadata     hash    metadata, each value as JSON text
workspace:{id}:leads   zset    lead ids by time of creation
workspace:{id}:emails  hash    lower-case email -> lead id
rate:{key}             zset    the requests of the last hour
"""

import json
import os
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis

redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
FIELDS = ("id", "name", "email", "phone", "source", "status")
WINDOW = 3600


class EmailTaken(Exception):
    def __init__(self, lead_id):
        super().__init__(lead_id)
        self.lead_id = lead_id


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode(metadata: dict) -> dict:
    return {key: json.dumps(value) for key, value in metadata.items()}


async def load(lead_id: str) -> dict | None:
    async with redis.pipeline() as pipe:
        pipe.hgetall(f"lead:{lead_id}")
        pipe.hgetall(f"lead:{lead_id}:metadata")
        fields, metadata = await pipe.execute()
    if not fields:
        return None
    lead = {field: fields[field] for field in FIELDS if field in fields}
    lead["metadata"] = {key: json.loads(value) for key, value in metadata.items()}
    for field in ("createdAt", "updatedAt", "workspaceId"):
        lead[field] = fields[field]
    return lead


async def claim_email(workspace: str, email: str, lead_id: str) -> None:
    emails = f"workspace:{workspace}:emails"
    if not await redis.hsetnx(emails, email.lower(), lead_id):
        owner = await redis.hget(emails, email.lower())
        if owner != lead_id:
            raise EmailTaken(owner)


async def insert(lead: dict) -> None:
    workspace, key = lead["workspaceId"], f"lead:{lead['id']}"
    await claim_email(workspace, lead["email"], lead["id"])
    fields = {name: value for name, value in lead.items() if value is not None}
    metadata = encode(fields.pop("metadata"))
    created = datetime.fromisoformat(lead["createdAt"]).timestamp()
    async with redis.pipeline() as pipe:
        pipe.hset(key, mapping=fields)
        if metadata:
            pipe.hset(f"{key}:metadata", mapping=metadata)
        pipe.zadd(f"workspace:{workspace}:leads", {lead["id"]: created})
        await pipe.execute()


async def update(lead: dict, changes: dict) -> None:
    key = f"lead:{lead['id']}"
    email = changes.get("email", lead["email"])
    moved = email.lower() != lead["email"].lower()
    if moved:
        await claim_email(lead["workspaceId"], email, lead["id"])
    async with redis.pipeline() as pipe:
        if moved:
            pipe.hdel(f"workspace:{lead['workspaceId']}:emails", lead["email"].lower())
        if "metadata" in changes:
            set_metadata(pipe, f"{key}:metadata", changes.pop("metadata"))
        for field, value in changes.items():
            if value is None:
                pipe.hdel(key, field)
            else:
                pipe.hset(key, field, value)
        pipe.hset(key, "updatedAt", now())
        await pipe.execute()


def set_metadata(pipe, key: str, metadata: dict | None) -> None:
    if metadata is None:
        pipe.delete(key)
        return
    for name, value in metadata.items():
        if value is None:
            pipe.hdel(key, name)
        else:
            pipe.hset(key, name, json.dumps(value))


async def delete(lead: dict) -> None:
    async with redis.pipeline() as pipe:
        pipe.delete(f"lead:{lead['id']}", f"lead:{lead['id']}:metadata")
        pipe.zrem(f"workspace:{lead['workspaceId']}:leads", lead["id"])
        pipe.hdel(f"workspace:{lead['workspaceId']}:emails", lead["email"].lower())
        await pipe.execute()


async def in_workspace(workspace: str) -> list[dict]:
    ids = await redis.zrevrange(f"workspace:{workspace}:leads", 0, -1)
    return [lead for lead_id in ids if (lead := await load(lead_id))]


async def count_request(key: str, limit: int) -> tuple[bool, int, int]:
    """Count a request in the key's window: whether it may pass, how many there are, the reset."""
    current, rate = time.time(), f"rate:{key}"
    async with redis.pipeline() as pipe:
        pipe.zremrangebyscore(rate, 0, current - WINDOW)
        pipe.zadd(rate, {f"{current}:{secrets.token_hex(4)}": current})
        pipe.zcard(rate)
        pipe.zrange(rate, 0, 0, withscores=True)
        pipe.expire(rate, WINDOW)
        _, _, used, oldest, _ = await pipe.execute()
    reset = int(oldest[0][1]) + WINDOW
    if used > limit:
        await redis.zpopmax(rate)
    return used <= limit, min(used, limit), reset


async def seed() -> None:
    for ws in json.loads(Path(os.environ["WORLD"]).read_text())["workspaces"]:
        for key in ws["keys"]:
            await redis.set(f"apikey:{key}", ws["id"])
        for chatbot in ws["chatbots"]:
            await redis.set(f"chatbot:{chatbot}", ws["id"])
        for lead in ws["leads"]:
            await insert({**lead, "workspaceId": ws["id"]})
