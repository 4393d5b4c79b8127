import json
import os
import secrets
import sqlite3
import time
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import aiosqlite
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, EmailStr, Field, field_validator

LIMIT, WINDOW = 1000, 3600
INSERT = """INSERT INTO leads (id, workspace_id, name, email, phone, source, status, metadata,
    created_at, updated_at) VALUES (:id, :workspace_id, :name, :email, :phone, :source, :status,
    :metadata, :created_at, :updated_at)"""


class LeadStatus(StrEnum):
    NEW = "new"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    LOST = "lost"
    FOLLOW_UP = "follow_up"


class LeadBase(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    phone: str | None = None
    source: str | None = Field(None, max_length=100)
    metadata: dict[str, Any] | None = None

    @field_validator("phone")
    @classmethod
    def check_phone(cls, value):
        if value is not None and not 7 <= sum(char.isdigit() for char in value) <= 15:
            raise ValueError("Must be a valid phone number")
        return value


class LeadCreate(LeadBase):
    name: str = Field(min_length=1, max_length=200)
    email: EmailStr
    status: LeadStatus = LeadStatus.NEW


class LeadUpdate(LeadBase):
    name: str | None = Field(None, min_length=1, max_length=200)
    email: EmailStr | None = None
    status: LeadStatus | None = None

    @field_validator("name", "email", "status")
    @classmethod
    def check_not_null(cls, value):
        if value is None:
            raise ValueError("Cannot be null")
        return value


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with aiosqlite.connect(Path(os.environ["DATA"]) / "app.sqlite3") as db:
        db.row_factory = aiosqlite.Row
        await db.executescript(Path("schema.sql").read_text())
        async with db.execute("SELECT 1 FROM api_keys") as cursor:
            if await cursor.fetchone() is None:
                await seed(db)
        app.state.db = db
        yield


async def seed(db: aiosqlite.Connection) -> None:
    for ws in json.loads(Path(os.environ["WORLD"]).read_text())["workspaces"]:
        await db.executemany("INSERT INTO api_keys VALUES (?, ?)", [(k, ws["id"]) for k in ws["keys"]])
        await db.executemany(
            "INSERT INTO chatbots VALUES (?, ?)", [(bot, ws["id"]) for bot in ws["chatbots"]]
        )
        for lead in ws["leads"]:
            row = {"workspace_id": ws["id"], "created_at": lead["createdAt"]}
            row |= {"updated_at": lead["updatedAt"]}
            await db.execute(INSERT, lead | row | {"metadata": json.dumps(lead["metadata"])})
    await db.commit()


app = FastAPI(title="Leads", lifespan=lifespan)
calls_by_key: dict[str, deque[float]] = defaultdict(deque)


def fail(status: int, error: str, code: str, details: dict | None = None, **headers: str):
    body = {"success": False, "error": error, "code": code}
    if details:
        body["details"] = details
    body["timestamp"] = now()
    body["requestId"] = f"req_{secrets.token_hex(8)}"
    return HTTPException(status, body, headers)


@app.exception_handler(HTTPException)
async def on_http_exception(request: Request, exc: HTTPException):
    return JSONResponse(exc.detail, exc.status_code, exc.headers)


@app.exception_handler(RequestValidationError)
async def on_validation_error(request: Request, exc: RequestValidationError):
    error = exc.errors()[0]
    field = str(error["loc"][-1])
    details = {"field": field, "value": error["input"], "message": error["msg"]}
    if error["type"] == "value_error":
        details["message"] = error["msg"].removeprefix("Value error, ")
    if error["type"] == "enum":
        details["message"] = "Status must be one of: " + ", ".join(LeadStatus)
    if field == "email" and error["input"] is not None and error["type"] == "value_error":
        details["message"] = "Must be a valid email address"
    return await on_http_exception(request, fail(400, "Validation failed", "VALIDATION_ERROR", details))


@app.middleware("http")
async def rate_limit_headers(request: Request, call_next):
    response: Response = await call_next(request)
    if limits := getattr(request.state, "limits", None):
        response.headers.update(limits)
    return response


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def get_db(request: Request) -> aiosqlite.Connection:
    return request.app.state.db


Db = Annotated[aiosqlite.Connection, Depends(get_db)]


async def fetch_one(db: aiosqlite.Connection, sql: str, *params):
    async with db.execute(sql, params) as cursor:
        return await cursor.fetchone()


async def authenticate(request: Request, db: Db) -> str:
    header = request.headers.get("Authorization")
    if not header:
        raise fail(401, "Missing authorization header", "MISSING_AUTH_HEADER")
    parts = header.split()
    if len(parts) != 2 or parts[0].lower() != "bearer":
        error = "Malformed authorization header. Expected format: Bearer <token>"
        raise fail(401, error, "MALFORMED_AUTH_HEADER")
    row = await fetch_one(db, "SELECT workspace_id FROM api_keys WHERE key = ?", parts[1])
    if row is None:
        raise fail(401, "Invalid API key", "INVALID_API_KEY")
    count_call(request, calls_by_key[parts[1]])
    return row["workspace_id"]


def count_call(request: Request, calls: deque[float]) -> None:
    current = time.time()
    while calls and calls[0] < current - WINDOW:
        calls.popleft()
    exceeded = len(calls) >= LIMIT
    if not exceeded:
        calls.append(current)
    reset = int(calls[0]) + WINDOW
    values = {"Limit": LIMIT, "Remaining": LIMIT - len(calls), "Used": len(calls), "Reset": reset}
    request.state.limits = {f"X-RateLimit-{name}": str(value) for name, value in values.items()}
    if exceeded:
        wait = max(reset - int(current), 1)
        details = {"limit": LIMIT, "remaining": 0, "resetTime": reset, "retryAfter": wait}
        request.state.limits["Retry-After"] = str(wait)
        raise fail(429, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED", details)


Workspace = Annotated[str, Depends(authenticate)]


async def find_lead(lead_id: str, workspace: Workspace, db: Db) -> dict:
    sql = "SELECT * FROM leads WHERE id = ? AND workspace_id = ?"
    row = await fetch_one(db, sql, lead_id, workspace)
    if row is None:
        details = {"leadId": lead_id, "message": "No lead found with this ID in your workspace"}
        raise fail(404, "Lead not found", "LEAD_NOT_FOUND", details)
    return dict(row)


CurrentLead = Annotated[dict, Depends(find_lead)]


def present(row) -> dict:
    columns = ("id", "name", "email", "phone", "source", "status")
    return {column: row[column] for column in columns} | {
        "metadata": json.loads(row["metadata"]),
        "createdAt": row["created_at"],
        "updatedAt": row["updated_at"],
        "workspaceId": row["workspace_id"],
    }


async def write(db: aiosqlite.Connection, sql: str, row: dict, prefix: str) -> None:
    try:
        await db.execute(sql, row)
        await db.commit()
    except sqlite3.IntegrityError:
        await db.rollback()
        sql = "SELECT id FROM leads WHERE workspace_id = ? AND email = ?"
        other = await fetch_one(db, sql, row["workspace_id"], row["email"])
        message = f"{prefix} lead with this email already exists in your workspace"
        details = {"email": row["email"], "existingLeadId": other["id"], "message": message}
        raise fail(409, "Email already exists", "DUPLICATE_EMAIL", details) from None


@app.post("/api/v1/chatbots/{chatbot_id}/leads", status_code=201)
async def create_lead(chatbot_id: str, lead: LeadCreate, workspace: Workspace, db: Db):
    bot = await fetch_one(
        db, "SELECT 1 FROM chatbots WHERE id = ? AND workspace_id = ?", chatbot_id, workspace
    )
    if bot is None:
        raise fail(404, "Chatbot not found", "CHATBOT_NOT_FOUND", {"chatbotId": chatbot_id})
    row = lead.model_dump() | {"id": f"lead_{secrets.token_hex(8)}", "workspace_id": workspace}
    row["metadata"] = json.dumps(lead.metadata or {})
    row["created_at"] = row["updated_at"] = now()
    await write(db, INSERT, row, "A")
    return {"success": True, "data": present(row)}


@app.get("/api/v1/leads")
async def list_leads(
    workspace: Workspace,
    db: Db,
    page: int = Query(1, ge=1),
    limit: int = Query(20, ge=1, le=100),
    status: LeadStatus | None = None,
    source: str | None = None,
    search: str | None = None,
):
    where, params = ["workspace_id = ?"], [workspace]
    for column, value in (("status", status), ("source", source)):
        if value is not None:
            where.append(f"{column} = ?")
            params.append(value)
    if search:
        where.append("(name LIKE ? OR email LIKE ?)")
        params += [f"%{search}%"] * 2
    clause = f"FROM leads WHERE {' AND '.join(where)}"
    total = (await fetch_one(db, f"SELECT count(*) AS total {clause}", *params))["total"]
    sql = f"SELECT * {clause} ORDER BY created_at DESC, id LIMIT ? OFFSET ?"
    rows = await db.execute_fetchall(sql, [*params, limit, (page - 1) * limit])
    pages = (total + limit - 1) // limit
    pagination = {"page": page, "limit": limit, "total": total, "totalPages": pages}
    pagination |= {"hasNext": page < pages, "hasPrev": page > 1}
    return {"success": True, "data": {"leads": [present(r) for r in rows], "pagination": pagination}}


@app.get("/api/v1/leads/{lead_id}")
async def get_lead(lead: CurrentLead):
    return {"success": True, "data": present(lead)}


@app.put("/api/v1/leads/{lead_id}")
async def update_lead(lead: CurrentLead, update: LeadUpdate, db: Db):
    changes = update.model_dump(exclude_unset=True)
    if changes:
        columns = [f"{column} = :{column}" for column in changes if column != "metadata"]
        if "metadata" in changes:
            # json_patch is RFC 7396: null removes a key, arrays are replaced. A patch of null
            # would replace the whole document, so clearing it is spelt out.
            cleared = changes["metadata"] is None
            columns.append("metadata = '{}'" if cleared else "metadata = json_patch(metadata, :metadata)")
            changes["metadata"] = json.dumps(changes["metadata"])
        columns.append("updated_at = :updated_at")
        sql = f"UPDATE leads SET {', '.join(columns)} WHERE id = :id"
        await write(db, sql, lead | changes | {"updated_at": now()}, "A different")
    row = await fetch_one(db, "SELECT * FROM leads WHERE id = ?", lead["id"])
    return {"success": True, "data": present(row)}


@app.delete("/api/v1/leads/{lead_id}")
async def delete_lead(lead: CurrentLead, db: Db):
    await db.execute("DELETE FROM leads WHERE id = ?", [lead["id"]])
    await db.commit()
    data = {"id": lead["id"], "deletedAt": now()}
    return {"success": True, "message": "Lead deleted successfully", "data": data}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
