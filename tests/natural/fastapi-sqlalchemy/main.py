import os
import time
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from database import ApiKey, Chatbot, Lead, SessionLocal, init_db, utcnow
from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from schemas import LeadCreate, LeadUpdate, Status, iso, lead_out
from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

RATE_LIMIT = 1000
WINDOW = 3600
MESSAGES = {
    "status": "Status must be one of: new, contacted, qualified, converted, lost, follow_up",
    "email": "Must be a valid email address",
    "phone": "Must be a valid phone number",
}


@asynccontextmanager
async def lifespan(app: FastAPI):
    init_db()
    yield


app = FastAPI(title="Leads API", lifespan=lifespan)
requests_by_key: dict[str, deque[float]] = defaultdict(deque)


class ApiError(Exception):
    def __init__(self, status, error, code, details=None, headers=None):
        self.status, self.headers = status, headers
        self.body = {"success": False, "error": error, "code": code}
        if details is not None:
            self.body["details"] = details


@app.exception_handler(ApiError)
def handle_api_error(request: Request, exc: ApiError):
    return JSONResponse(exc.body, exc.status, exc.headers)


@app.exception_handler(RequestValidationError)
def handle_validation_error(request: Request, exc: RequestValidationError):
    first = exc.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or "body"
    message = first["msg"]
    if first["type"] != "missing":
        message = MESSAGES.get(field, message)
    body = {
        "success": False,
        "error": "Validation failed",
        "code": "VALIDATION_ERROR",
        "details": {"field": field, "value": first.get("input"), "message": message},
    }
    return JSONResponse(jsonable_encoder(body), 400)


def get_db():
    with SessionLocal() as session:
        yield session


Db = Annotated[Session, Depends(get_db)]


def rate_limit(key: str) -> dict[str, str]:
    now = time.time()
    calls = requests_by_key[key]
    while calls and calls[0] <= now - WINDOW:
        calls.popleft()
    limited = len(calls) >= RATE_LIMIT
    if not limited:
        calls.append(now)
    reset = int(calls[0] + WINDOW)
    headers = {
        "X-RateLimit-Limit": str(RATE_LIMIT),
        "X-RateLimit-Remaining": str(RATE_LIMIT - len(calls)),
        "X-RateLimit-Used": str(len(calls)),
        "X-RateLimit-Reset": str(reset),
    }
    if limited:
        wait = max(1, reset - int(now))
        details = {"limit": RATE_LIMIT, "remaining": 0, "resetTime": reset, "retryAfter": wait}
        headers["Retry-After"] = str(wait)
        raise ApiError(429, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED", details, headers)
    return headers


def current_workspace(request: Request, db: Db, authorization: Annotated[str | None, Header()] = None) -> str:
    if authorization is None:
        raise ApiError(401, "Missing authorization header", "MISSING_AUTH_HEADER")
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token:
        message = "Malformed authorization header. Expected format: Bearer <token>"
        raise ApiError(401, message, "MALFORMED_AUTH_HEADER")
    api_key = db.get(ApiKey, token)
    if api_key is None:
        raise ApiError(401, "Invalid API key", "INVALID_API_KEY")
    request.state.rate_headers = rate_limit(token)
    return api_key.workspace_id


WorkspaceId = Annotated[str, Depends(current_workspace)]


@app.middleware("http")
async def add_rate_headers(request: Request, call_next) -> Response:
    response = await call_next(request)
    response.headers.update(getattr(request.state, "rate_headers", {}))
    return response


def find_lead(db: Session, workspace_id: str, lead_id: str) -> Lead:
    lead = db.get(Lead, lead_id)
    if lead is None or lead.workspace_id != workspace_id:
        details = {"leadId": lead_id, "message": "No lead found with this ID in your workspace"}
        raise ApiError(404, "Lead not found", "LEAD_NOT_FOUND", details)
    return lead


def save(db: Session, workspace_id: str, lead: Lead, email: str, message: str) -> None:
    db.add(lead)
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        existing = db.scalar(select(Lead).filter_by(workspace_id=workspace_id, email=email))
        details = {"email": email, "existingLeadId": existing.id, "message": message}
        raise ApiError(409, "Email already exists", "DUPLICATE_EMAIL", details) from None


def merge_metadata(current: dict, changes: dict) -> dict:
    merged = {**current, **changes}
    for key, value in changes.items():
        if value is None:
            del merged[key]
    return merged


@app.post("/api/v1/chatbots/{chatbot_id}/leads", status_code=201)
def create_lead(chatbot_id: str, body: LeadCreate, workspace_id: WorkspaceId, db: Db):
    chatbot = db.get(Chatbot, chatbot_id)
    if chatbot is None or chatbot.workspace_id != workspace_id:
        details = {"chatbotId": chatbot_id}
        raise ApiError(404, "Chatbot not found", "CHATBOT_NOT_FOUND", details)
    now = utcnow()
    values = body.model_dump()
    lead = Lead(
        workspace_id=workspace_id,
        meta=values.pop("metadata"),
        created_at=now,
        updated_at=now,
        **values,
    )
    message = "A lead with this email already exists in your workspace"
    save(db, workspace_id, lead, body.email, message)
    return {"success": True, "data": lead_out(lead)}


@app.get("/api/v1/leads")
def list_leads(
    workspace_id: WorkspaceId,
    db: Db,
    page: Annotated[int, Query(ge=1)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    status: Status | None = None,
    source: str | None = None,
    search: str | None = None,
):
    query = select(Lead).where(Lead.workspace_id == workspace_id)
    if status:
        query = query.where(Lead.status == status)
    if source:
        query = query.where(Lead.source == source)
    if search:
        query = query.where(
            or_(
                Lead.name.icontains(search, autoescape=True),
                Lead.email.icontains(search, autoescape=True),
            )
        )
    total = db.scalar(select(func.count()).select_from(query.subquery()))
    query = query.order_by(Lead.created_at.desc(), Lead.id)
    leads = db.scalars(query.offset((page - 1) * limit).limit(limit))
    pages = -(-total // limit)
    pagination = {
        "page": page,
        "limit": limit,
        "total": total,
        "totalPages": pages,
        "hasNext": page < pages,
        "hasPrev": page > 1,
    }
    data = {"leads": [lead_out(lead) for lead in leads], "pagination": pagination}
    return {"success": True, "data": data}


@app.get("/api/v1/leads/{lead_id}")
def get_lead(lead_id: str, workspace_id: WorkspaceId, db: Db):
    return {"success": True, "data": lead_out(find_lead(db, workspace_id, lead_id))}


@app.put("/api/v1/leads/{lead_id}")
def update_lead(lead_id: str, body: LeadUpdate, workspace_id: WorkspaceId, db: Db):
    lead = find_lead(db, workspace_id, lead_id)
    changes = body.model_dump(exclude_unset=True)
    metadata = changes.pop("metadata", {})
    for field, value in changes.items():
        setattr(lead, field, value)
    lead.meta = merge_metadata(lead.meta, metadata)
    lead.updated_at = utcnow()
    message = "A different lead with this email already exists in your workspace"
    save(db, workspace_id, lead, changes.get("email"), message)
    return {"success": True, "data": lead_out(lead)}


@app.delete("/api/v1/leads/{lead_id}")
def delete_lead(lead_id: str, workspace_id: WorkspaceId, db: Db):
    db.delete(find_lead(db, workspace_id, lead_id))
    db.commit()
    data = {"id": lead_id, "deletedAt": iso(utcnow())}
    return {"success": True, "message": "Lead deleted successfully", "data": data}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
