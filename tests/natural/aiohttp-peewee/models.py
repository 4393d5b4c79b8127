import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from peewee import CharField, ForeignKeyField, Model, SqliteDatabase
from playhouse.sqlite_ext import JSONField

db = SqliteDatabase(Path(os.environ["DATA"]) / "crm.db", pragmas={"foreign_keys": 1})


def now():
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id():
    return f"lead_{secrets.token_hex(8)}"


class BaseModel(Model):
    class Meta:
        database = db


class Workspace(BaseModel):
    id = CharField(primary_key=True)


class ApiKey(BaseModel):
    key = CharField(primary_key=True)
    workspace = ForeignKeyField(Workspace)


class Chatbot(BaseModel):
    id = CharField(primary_key=True)
    workspace = ForeignKeyField(Workspace)


class Lead(BaseModel):
    id = CharField(primary_key=True, default=new_id)
    workspace = ForeignKeyField(Workspace, backref="leads")
    name = CharField()
    email = CharField()
    phone = CharField(null=True)
    source = CharField(null=True)
    status = CharField(default="new")
    metadata = JSONField(default=dict)
    created_at = CharField()
    updated_at = CharField()

    class Meta:
        indexes = ((("workspace", "email"), True),)


def prepare():
    db.connect(reuse_if_open=True)
    db.create_tables([Workspace, ApiKey, Chatbot, Lead])
    if Workspace.select().exists():
        return
    with db.atomic():
        for ws in json.loads(Path(os.environ["WORLD"]).read_text())["workspaces"]:
            workspace = Workspace.create(id=ws["id"])
            for key in ws["keys"]:
                ApiKey.create(key=key, workspace=workspace)
            for chatbot in ws["chatbots"]:
                Chatbot.create(id=chatbot, workspace=workspace)
            for lead in ws["leads"]:
                times = {"created_at": lead.pop("createdAt"), "updated_at": lead.pop("updatedAt")}
                Lead.create(workspace=workspace, **lead, **times)
