import json
import os
import time
from collections import defaultdict, deque

from aiohttp import web
from marshmallow import ValidationError
from models import ApiKey, Chatbot, Lead, now, prepare
from peewee import IntegrityError
from schemas import LeadSchema, ListQuerySchema

LIMIT = 1000
WINDOW = 3600

routes = web.RouteTableDef()
lead_schema = LeadSchema()
query_schema = ListQuerySchema()
requests_of = defaultdict(deque)


class ApiError(Exception):
    def __init__(self, status, error, code, details=None):
        super().__init__(error)
        self.status = status
        self.body = {"success": False, "error": error, "code": code}
        if details:
            self.body["details"] = details


@web.middleware
async def error_middleware(request, handler):
    try:
        return await handler(request)
    except ApiError as exc:
        return web.json_response(exc.body, status=exc.status)


@web.middleware
async def auth_middleware(request, handler):
    header = request.headers.get("Authorization")
    if header is None:
        raise ApiError(401, "Missing authorization header", "MISSING_AUTH_HEADER")
    try:
        scheme, key = header.split(" ")
    except ValueError:
        scheme = key = ""
    if scheme != "Bearer" or not key:
        message = "Malformed authorization header. Expected format: Bearer <token>"
        raise ApiError(401, message, "MALFORMED_AUTH_HEADER")
    api_key = ApiKey.get_or_none(ApiKey.key == key)
    if api_key is None:
        raise ApiError(401, "Invalid API key", "INVALID_API_KEY")
    request["workspace"] = api_key.workspace_id
    request["api_key"] = key
    return await handler(request)


@web.middleware
async def rate_limit_middleware(request, handler):
    """Runs around the error middleware's answers, so refusals carry the headers too."""
    current = time.time()
    window = requests_of[request["api_key"]]
    while window and window[0] <= current - WINDOW:
        window.popleft()
    if len(window) < LIMIT:
        window.append(current)
        response = await error_middleware(request, handler)
    else:
        reset = int(window[0]) + WINDOW
        wait = max(1, reset - int(current))
        details = {"limit": LIMIT, "remaining": 0, "resetTime": reset, "retryAfter": wait}
        error = ApiError(429, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED", details)
        response = web.json_response(error.body, status=429, headers={"Retry-After": str(wait)})
    response.headers["X-RateLimit-Limit"] = str(LIMIT)
    response.headers["X-RateLimit-Remaining"] = str(LIMIT - len(window))
    response.headers["X-RateLimit-Used"] = str(len(window))
    response.headers["X-RateLimit-Reset"] = str(int(window[0]) + WINDOW)
    return response


def invalid(field, value, message):
    details = {"field": field, "value": value, "message": message}
    return ApiError(400, "Validation failed", "VALIDATION_ERROR", details)


async def read_body(request):
    try:
        return await request.json()
    except json.JSONDecodeError:
        raise invalid("body", None, "Request body must be valid JSON") from None


def load(schema, data, **options):
    try:
        return schema.load(data, **options)
    except ValidationError as exc:
        field, messages = next(iter(exc.messages.items()))
        value = data.get(field) if hasattr(data, "get") else data
        message = messages[0] if isinstance(messages, list) else str(messages)
        raise invalid(field, value, message) from None


def find_lead(request):
    lead_id = request.match_info["lead_id"]
    lead = Lead.get_or_none(Lead.id == lead_id, Lead.workspace == request["workspace"])
    if lead is None:
        details = {"leadId": lead_id, "message": "No lead found with this ID in your workspace"}
        raise ApiError(404, "Lead not found", "LEAD_NOT_FOUND", details)
    return lead


def save(lead, message, **options):
    try:
        lead.save(**options)
    except IntegrityError:
        other = Lead.get(Lead.workspace == lead.workspace_id, Lead.email == lead.email)
        details = {"email": lead.email, "existingLeadId": other.id, "message": message}
        raise ApiError(409, "Email already exists", "DUPLICATE_EMAIL", details) from None


def lead_response(lead, status=200):
    return web.json_response({"success": True, "data": lead_schema.dump(lead)}, status=status)


@routes.post("/api/v1/chatbots/{chatbot_id}/leads")
async def create_lead(request):
    chatbot_id = request.match_info["chatbot_id"]
    if not Chatbot.get_or_none(Chatbot.id == chatbot_id, Chatbot.workspace == request["workspace"]):
        raise ApiError(404, "Chatbot not found", "CHATBOT_NOT_FOUND", {"chatbotId": chatbot_id})
    fields = load(lead_schema, await read_body(request))
    created = now()
    lead = Lead(workspace=request["workspace"], created_at=created, updated_at=created, **fields)
    save(lead, "A lead with this email already exists in your workspace", force_insert=True)
    return lead_response(lead, 201)


@routes.get("/api/v1/leads")
async def list_leads(request):
    params = load(query_schema, request.query)
    page, limit = params["page"], params["limit"]
    query = Lead.select().where(Lead.workspace == request["workspace"])
    if "status" in params:
        query = query.where(Lead.status == params["status"])
    if "source" in params:
        query = query.where(Lead.source == params["source"])
    if search := params.get("search"):
        query = query.where(Lead.name.contains(search) | Lead.email.contains(search))
    total = query.count()
    leads = query.order_by(Lead.created_at.desc(), Lead.id).paginate(page, limit)
    pages = -(-total // limit)
    pagination = {
        "page": page,
        "limit": limit,
        "total": total,
        "totalPages": pages,
        "hasNext": page < pages,
        "hasPrev": page > 1,
    }
    data = {"leads": lead_schema.dump(leads, many=True), "pagination": pagination}
    return web.json_response({"success": True, "data": data})


@routes.get("/api/v1/leads/{lead_id}")
async def get_lead(request):
    return lead_response(find_lead(request))


@routes.put("/api/v1/leads/{lead_id}")
async def update_lead(request):
    body = await read_body(request)
    lead = find_lead(request)
    changes = load(lead_schema, body, partial=True)
    metadata = dict(lead.metadata)
    for key, value in changes.pop("metadata", {}).items():
        if value is None:
            metadata.pop(key, None)
        else:
            metadata[key] = value
    for field, value in changes.items():
        setattr(lead, field, value)
    lead.metadata = metadata
    lead.updated_at = now()
    save(lead, "A different lead with this email already exists in your workspace")
    return lead_response(lead)


@routes.delete("/api/v1/leads/{lead_id}")
async def delete_lead(request):
    lead = find_lead(request)
    lead.delete_instance()
    data = {"id": lead.id, "deletedAt": now()}
    body = {"success": True, "message": "Lead deleted successfully", "data": data}
    return web.json_response(body)


def main():
    prepare()
    app = web.Application(middlewares=[error_middleware, auth_middleware, rate_limit_middleware])
    app.add_routes(routes)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)


if __name__ == "__main__":
    main()
