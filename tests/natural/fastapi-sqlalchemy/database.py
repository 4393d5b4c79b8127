import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

engine = create_engine(f"sqlite:///{Path(os.environ['DATA']) / 'leads.db'}")
SessionLocal = sessionmaker(bind=engine)


def utcnow() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    pass


class Workspace(Base):
    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(primary_key=True)


class ApiKey(Base):
    __tablename__ = "api_keys"

    key: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))


class Chatbot(Base):
    __tablename__ = "chatbots"

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))


class Lead(Base):
    __tablename__ = "leads"
    __table_args__ = (UniqueConstraint("workspace_id", "email"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: f"lead_{secrets.token_hex(8)}")
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]
    source: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="new")
    # "metadata" is taken on declarative classes.
    meta: Mapped[dict] = mapped_column("metadata", JSON, default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


def parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def init_db() -> None:
    Base.metadata.create_all(engine)
    with SessionLocal() as db:
        if db.scalar(select(func.count()).select_from(Workspace)):
            return
        world = json.loads(Path(os.environ["WORLD"]).read_text())
        for ws in world["workspaces"]:
            db.add(Workspace(id=ws["id"]))
            db.flush()
            db.add_all(ApiKey(key=key, workspace_id=ws["id"]) for key in ws["keys"])
            db.add_all(Chatbot(id=bot, workspace_id=ws["id"]) for bot in ws["chatbots"])
            for lead in ws["leads"]:
                db.add(
                    Lead(
                        id=lead["id"],
                        workspace_id=ws["id"],
                        name=lead["name"],
                        email=lead["email"],
                        phone=lead["phone"],
                        source=lead["source"],
                        status=lead["status"],
                        meta=lead["metadata"],
                        created_at=parse_time(lead["createdAt"]),
                        updated_at=parse_time(lead["updatedAt"]),
                    )
                )
        db.commit()
