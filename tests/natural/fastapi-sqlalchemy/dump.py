import json

from database import Lead, SessionLocal
from sqlalchemy import select

with SessionLocal() as db:
    rows = db.execute(select(*Lead.__table__.columns)).mappings()
    print(json.dumps({row["id"]: dict(row) for row in rows}, sort_keys=True, default=str))
