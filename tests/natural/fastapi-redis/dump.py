import json
import os

from redis import Redis

redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
leads = {}
for key in redis.scan_iter("lead:*"):
    if not key.endswith(":metadata"):
        lead = redis.hgetall(key)
        metadata = redis.hgetall(f"{key}:metadata")
        lead["metadata"] = {name: json.loads(value) for name, value in metadata.items()}
        leads[lead["id"]] = lead
print(json.dumps(leads, sort_keys=True))
