import os
import secrets
import time
from contextlib import asynccontextmanager
from typing import Annotated

import store
import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from models import LeadCreate, LeadUpdate, Status

RATE_LIMIT = 1000


class ApiError(Exception):
    def __init__(self, status: int, code: str, error: str, details: dict | None = None):
        super().__init__(error)
        self.status, self.code, self.error, self.details = status, code, error, details


@asynccontextmanager
async def lifespan(app: FastAPI):
    if not await store.redis.dbsize():
        await store.seed()
    yield
    await store.redis.aclose()


app = FastAPI(lifespan=lifespan)


@app.middleware("http")
async def rate_limit(request: Request, call_next):
    """Authenticate and count every request before it reaches a route."""
    try:
        key = await authenticate(request)
    except ApiError as exc:
        return render_error(exc)
    allowed, used, reset = await store.count_request(key, RATE_LIMIT)
    if allowed:
        response = await call_next(request)
    else:
        wait = max(1, reset - int(time.time()))
        details = {"limit": RATE_LIMIT, "remaining": 0, "resetTime": reset, "retryAfter": wait}
        exc = ApiError(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded", details)
        response = render_error(exc)
        response.headers["Retry-After"] = str(wait)
    response.headers["X-RateLimit-Limit"] = str(RATE_LIMIT)
    response.headers["X-RateLimit-Remaining"] = str(RATE_LIMIT - used)
    response.headers["X-RateLimit-Used"] = str(used)
    response.headers["X-RateLimit-Reset"] = str(reset)
    return response


async def authenticate(request: Request) -> str:
    header = request.headers.get("authorization")
    if header is None:
        raise ApiError(401, "MISSING_AUTH_HEADER", "Missing authorization header")
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key:
        error = "Malformed authorization header. Expected format: Bearer <token>"
        raise ApiError(401, "MALFORMED_AUTH_HEADER", error)
    request.state.workspace = await store.redis.get(f"apikey:{key}")
    if request.state.workspace is None:
        raise ApiError(401, "INVALID_API_KEY", "Invalid API key")
    return key


def render_error(exc: ApiError) -> JSONResponse:
    body = {"success": False, "error": exc.error, "code": exc.code}
    if exc.details is not None:
        body["details"] = exc.details
    body["requestId"] = f"req_{secrets.token_hex(8)}"
    return JSONResponse(jsonable_encoder(body), exc.status)


@app.exception_handler(ApiError)
async def on_api_error(request: Request, exc: ApiError):
    return render_error(exc)


@app.exception_handler(RequestValidationError)
async def on_invalid(request: Request, exc: RequestValidationError):
    error = exc.errors()[0]
    field = error["loc"][1] if len(error["loc"]) > 1 else error["loc"][0]
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "literal_error":
        message = "Status must be one of: new, contacted, qualified, converted, lost, follow_up"
    elif field == "email" and error["type"] != "missing":
        message = "Must be a valid email address"
    details = {"field": field, "value": error.get("input"), "message": message}
    return render_error(ApiError(400, "VALIDATION_ERROR", "Validation failed", details))


@app.exception_handler(store.EmailTaken)
async def on_email_taken(request: Request, exc: store.EmailTaken):
    email = (await request.json())["email"]
    article = "A different" if request.method == "PUT" else "A"
    message = f"{article} lead with this email already exists in your workspace"
    details = {"email": email, "existingLeadId": exc.lead_id, "message": message}
    return render_error(ApiError(409, "DUPLICATE_EMAIL", "Email already exists", details))


async def current_lead(request: Request, lead_id: str) -> dict:
    lead = await store.load(lead_id)
    if lead is None or lead["workspaceId"] != request.state.workspace:
        details = {"leadId": lead_id, "message": "No lead found with this ID in your workspace"}
        raise ApiError(404, "LEAD_NOT_FOUND", "Lead not found", details)
    return lead


Lead = Annotated[dict, Depends(current_lead)]
router = APIRouter(prefix="/api/v1")


@router.post("/chatbots/{chatbot_id}/leads", status_code=201)
async def create_lead(request: Request, chatbot_id: str, body: LeadCreate):
    workspace = request.state.workspace
    if await store.redis.get(f"chatbot:{chatbot_id}") != workspace:
        raise ApiError(404, "CHATBOT_NOT_FOUND", "Chatbot not found", {"chatbotId": chatbot_id})
    created = store.now()
    lead = {"id": f"lead_{secrets.token_hex(8)}", **body.model_dump(), "createdAt": created}
    lead |= {"metadata": body.metadata or {}, "updatedAt": created, "workspaceId": workspace}
    await store.insert(lead)
    return {"success": True, "data": await store.load(lead["id"])}


@router.get("/leads")
async def list_leads(
    request: Request,
    page: Annotated[int, Query(ge=1)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    status: Status | None = None,
    source: str | None = None,
    search: str = "",
):
    def matches(lead: dict) -> bool:
        return (
            status in (None, lead["status"])
            and source in (None, lead.get("source"))
            and any(search.lower() in lead[field].lower() for field in ("name", "email"))
        )

    leads = [lead for lead in await store.in_workspace(request.state.workspace) if matches(lead)]
    for lead in leads:
        del lead["workspaceId"]
    pages = -(-len(leads) // limit)
    pagination = {"page": page, "limit": limit, "total": len(leads), "totalPages": pages}
    pagination |= {"hasNext": page < pages, "hasPrev": page > 1}
    shown = leads[(page - 1) * limit : page * limit]
    return {"success": True, "data": {"leads": shown, "pagination": pagination}}


@router.get("/leads/{lead_id}")
async def get_lead(lead: Lead):
    return {"success": True, "data": lead}


@router.put("/leads/{lead_id}")
async def update_lead(lead: Lead, body: LeadUpdate):
    await store.update(lead, body.model_dump(exclude_unset=True))
    return {"success": True, "data": await store.load(lead["id"])}


@router.delete("/leads/{lead_id}")
async def delete_lead(lead: Lead):
    await store.delete(lead)
    data = {"id": lead["id"], "deletedAt": store.now()}
    return {"success": True, "message": "Lead deleted successfully", "data": data}


app.include_router(router)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
