import json

from models import Lead

print(json.dumps({lead["id"]: lead for lead in Lead.select().dicts()}, sort_keys=True))
