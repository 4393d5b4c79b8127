import json
import os
import secrets
import threading
import time
from collections import defaultdict, deque
from datetime import UTC, datetime
from pathlib import Path

import waitress
from flask import Flask, g, jsonify, request
from tinydb import TinyDB, where
from validation import STATUSES, Invalid, validate

RATE_LIMIT = 1000
WINDOW = 3600

app = Flask(__name__)
app.json.sort_keys = False
db = TinyDB(Path(os.environ["DATA"]) / "leads.json")
leads = db.table("leads")
workspaces = db.table("workspaces")
# TinyDB rewrites its whole file, so requests take turns.
lock = threading.RLock()
history = defaultdict(deque)


class ApiError(Exception):
    def __init__(self, status, error, code, details=None):
        super().__init__(error)
        self.status, self.error, self.code, self.details = status, error, code, details


@app.errorhandler(ApiError)
def handle_api_error(exc):
    body = {"success": False, "error": exc.error, "code": exc.code}
    if exc.details:
        body["details"] = exc.details
    body["timestamp"] = now()
    return jsonify(body), exc.status


@app.errorhandler(Invalid)
def handle_invalid(exc):
    return handle_api_error(ApiError(400, "Validation failed", "VALIDATION_ERROR", exc.details))


def now():
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@app.before_request
def authenticate():
    header = request.headers.get("Authorization")
    if header is None:
        raise ApiError(401, "Missing authorization header", "MISSING_AUTH_HEADER")
    if not header.startswith("Bearer ") or not header[7:].strip():
        message = "Malformed authorization header. Expected format: Bearer <token>"
        raise ApiError(401, message, "MALFORMED_AUTH_HEADER")
    key = header[7:].strip()
    with lock:
        workspace = workspaces.get(where("keys").any([key]))
        if workspace is None:
            raise ApiError(401, "Invalid API key", "INVALID_API_KEY")
        g.workspace = workspace
        check_rate(history[key])


def check_rate(calls):
    current = time.time()
    while calls and calls[0] <= current - WINDOW:
        calls.popleft()
    allowed = len(calls) < RATE_LIMIT
    if allowed:
        calls.append(current)
    reset = int(calls[0] + WINDOW)
    g.rate = {"Limit": RATE_LIMIT, "Remaining": RATE_LIMIT - len(calls)}
    g.rate |= {"Used": len(calls), "Reset": reset}
    if not allowed:
        g.retry_after = max(1, reset - int(current))
        details = {"limit": RATE_LIMIT, "remaining": 0, "resetTime": reset}
        details["retryAfter"] = g.retry_after
        raise ApiError(429, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED", details)


@app.after_request
def add_rate_headers(response):
    for name, value in g.get("rate", {}).items():
        response.headers[f"X-RateLimit-{name}"] = value
    if "retry_after" in g:
        response.headers["Retry-After"] = g.retry_after
    return response


def find_lead(lead_id):
    lead = leads.get((where("id") == lead_id) & (where("workspaceId") == g.workspace["id"]))
    if lead is None:
        details = {"leadId": lead_id, "message": "No lead found with this ID in your workspace"}
        raise ApiError(404, "Lead not found", "LEAD_NOT_FOUND", details)
    return lead


def check_email_free(email, lead_id=None):
    same = (where("workspaceId") == g.workspace["id"]) & (where("email") == email)
    other = leads.get(same & (where("id") != lead_id))
    if other:
        article = "A different" if lead_id else "A"
        message = f"{article} lead with this email already exists in your workspace"
        details = {"email": email, "existingLeadId": other["id"], "message": message}
        raise ApiError(409, "Email already exists", "DUPLICATE_EMAIL", details)


def merge(current, changes):
    """Merge nested objects, replace everything else, and drop what is null."""
    merged = dict(current)
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = merge(merged[key], value)
        else:
            merged[key] = value
    return merged


@app.post("/api/v1/chatbots/<chatbot_id>/leads")
def create_lead(chatbot_id):
    if chatbot_id not in g.workspace["chatbots"]:
        raise ApiError(404, "Chatbot not found", "CHATBOT_NOT_FOUND", {"chatbotId": chatbot_id})
    fields = validate(request.get_json(), required=["name", "email"])
    created = now()
    lead = {
        "id": f"lead_{secrets.token_hex(8)}",
        "name": fields["name"],
        "email": fields["email"],
        "phone": fields.get("phone"),
        "source": fields.get("source"),
        "status": fields.get("status", "new"),
        "metadata": fields.get("metadata") or {},
        "createdAt": created,
        "updatedAt": created,
        "workspaceId": g.workspace["id"],
    }
    with lock:
        check_email_free(lead["email"])
        leads.insert(lead)
    return jsonify(success=True, data=lead), 201


@app.get("/api/v1/leads")
def list_leads():
    page = max(request.args.get("page", 1, type=int), 1)
    limit = min(max(request.args.get("limit", 20, type=int), 1), 100)
    with lock:
        found = leads.search(where("workspaceId") == g.workspace["id"])
    status = request.args.get("status")
    if status is not None:
        if status not in STATUSES:
            raise Invalid("status", status, f"Status must be one of: {', '.join(STATUSES)}")
        found = [lead for lead in found if lead["status"] == status]
    if source := request.args.get("source"):
        found = [lead for lead in found if lead["source"] == source]
    if search := request.args.get("search", "").lower():
        found = [lead for lead in found if search in f"{lead['name']}\n{lead['email']}".lower()]
    found.sort(key=lambda lead: lead["createdAt"], reverse=True)
    total = len(found)
    pages = -(-total // limit)
    pagination = {
        "page": page,
        "limit": limit,
        "total": total,
        "totalPages": pages,
        "hasNext": page < pages,
        "hasPrev": page > 1,
    }
    return jsonify(
        success=True,
        data={"leads": found[(page - 1) * limit : page * limit], "pagination": pagination},
    )


@app.get("/api/v1/leads/<lead_id>")
def get_lead(lead_id):
    with lock:
        return jsonify(success=True, data=find_lead(lead_id))


@app.put("/api/v1/leads/<lead_id>")
def update_lead(lead_id):
    with lock:
        lead = find_lead(lead_id)
        body = request.get_json()
        changes = validate(body)
        if not changes:
            raise Invalid("body", body, "At least one field to update is required")
        if "email" in changes:
            check_email_free(changes["email"], lead_id)
        if "metadata" in changes:
            metadata = changes["metadata"]
            changes["metadata"] = {} if metadata is None else merge(lead["metadata"], metadata)
        changes["updatedAt"] = now()
        leads.update(changes, where("id") == lead_id)
        return jsonify(success=True, data=find_lead(lead_id))


@app.delete("/api/v1/leads/<lead_id>")
def delete_lead(lead_id):
    with lock:
        find_lead(lead_id)
        leads.remove(where("id") == lead_id)
    data = {"id": lead_id, "deletedAt": now()}
    return jsonify(success=True, message="Lead deleted successfully", data=data)


def seed():
    for ws in json.loads(Path(os.environ["WORLD"]).read_text())["workspaces"]:
        workspaces.insert({"id": ws["id"], "keys": ws["keys"], "chatbots": ws["chatbots"]})
        leads.insert_multiple({**lead, "workspaceId": ws["id"]} for lead in ws["leads"])


if __name__ == "__main__":
    if not workspaces:
        seed()
    waitress.serve(app, host="127.0.0.1", port=os.environ["PORT"])
