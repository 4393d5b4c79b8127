import json
import os
import sqlite3

with sqlite3.connect(os.path.join(os.environ["DATA"], "app.sqlite3")) as db:
    db.row_factory = sqlite3.Row
    leads = {row["id"]: dict(row) for row in db.execute("SELECT * FROM leads")}
for lead in leads.values():
    lead["metadata"] = json.loads(lead["metadata"])
print(json.dumps(leads, sort_keys=True))
