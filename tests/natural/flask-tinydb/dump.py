import json
import os
from pathlib import Path

from tinydb import TinyDB

with TinyDB(Path(os.environ["DATA"]) / "leads.json", access_mode="r") as db:
    print(json.dumps({lead["id"]: lead for lead in db.table("leads")}, sort_keys=True))
