"""What each natural deployment holds when it starts."""

from datetime import UTC, datetime
from typing import Any

from leads_reference.world import World

HARBOUR, ORCHARD = "ws_harbour_lights", "ws_orchard_0007"
HARBOUR_KEY = f"sk-workspace_{'Hb3' * 17}"
ORCHARD_KEY = f"sk-workspace_{'oR9' * 17}"
CHATBOTS = {HARBOUR: "cb_00aa11bb22cc33dd", ORCHARD: "cb_99ff88ee77dd66cc"}
DELETED = "lead_dead0000dead0001"


def _lead(number: int, workspace: str, name: str, email: str, **more: Any) -> dict[str, Any]:
    day = datetime(2024, 5, number, 9, 30, 15, number * 1000, tzinfo=UTC)
    return {
        "id": f"lead_{number:02d}c0ffee{number:08x}",
        "name": name,
        "email": email,
        "phone": None,
        "source": None,
        "status": "new",
        "metadata": {},
        "createdAt": day,
        "updatedAt": day.replace(month=6),
        "workspaceId": workspace,
        **more,
    }


_METADATA: dict[str, Any] = {
    "company": "Čapek & dcera, s.r.o.",
    "note": 'Calls it "the 50% plan" — 二回目は来週 🙂',
    "budget": 12500.75,
    "employees": 48,
    "balance": -3,
    "visits": 0,
    "subscribed": False,
    "decision_maker": True,
    "remark": "",
    "customer_no": "000817",
    "last_call": "2024-05-30T10:00:00.000Z",
    "tags": ["trade fair", "Brno", "öko"],
    "scores": [3, 1.5, 3, -1],
    "nothing": [],
    "unset": {},
    "mixed": ["text", 1, True, [], {"deep": ["er"]}],
    "address": {"street": "Údolní 5", "geo": {"lat": 49.19, "lon": 16.6}, "lines": ["2nd floor", "left"]},
    "orders": [{"sku": "B-12", "pieces": 3, "gift": True}, {"sku": "C-1", "pieces": 1, "gift": False}],
}

_LEADS = (
    _lead(
        1,
        HARBOUR,
        "Božena Čapková",
        "bozena.capkova@example.cz",
        phone="+420-555-010-203",
        source="trade_fair",
        status="qualified",
        metadata=_METADATA,
    ),
    _lead(
        2,
        HARBOUR,
        "Liam O'Connor",
        "liam.oconnor@example.ie",
        source="trade_fair",
        status="contacted",
        metadata={"company": "Green Quay Ltd", "team": {"size": 12, "sites": ["Cork"]}},
    ),
    _lead(3, HARBOUR, "Ada", "ada@example.org", phone="+44-20-7946-0018"),
    _lead(4, HARBOUR, "王小明", "wang@example.tw", source="referral", status="lost"),
    _lead(
        5,
        ORCHARD,
        "Inês Duarte",
        "ines.duarte@example.pt",
        phone="+351-21-555-0123",
        source="trade_fair",
        status="follow_up",
        metadata={"company": "Pomar Velho", "renewal": {"month": 9}},
    ),
    _lead(6, ORCHARD, "Ada", "ada@example.org"),
)

WORLD = World(
    leads=_LEADS,
    keys={HARBOUR_KEY: HARBOUR, ORCHARD_KEY: ORCHARD},
    api_key=HARBOUR_KEY,
    foreign_api_key=ORCHARD_KEY,
    lead_id=_LEADS[0]["id"],
    other_lead_id=_LEADS[1]["id"],
    foreign_lead_id=_LEADS[4]["id"],
    deleted_lead_id=DELETED,
)


def seed() -> dict[str, Any]:
    """The world as the services read it at their start: plain JSON, one entry for each workspace."""
    return {
        "workspaces": [
            {
                "id": workspace,
                "keys": [key],
                "chatbots": [CHATBOTS[workspace]],
                "deleted": [DELETED] if workspace == HARBOUR else [],
                "leads": [_as_json(lead) for lead in WORLD.leads if lead["workspaceId"] == workspace],
            }
            for key, workspace in WORLD.keys.items()
        ]
    }


def _as_json(lead: dict[str, Any]) -> dict[str, Any]:
    times = {name: f"{lead[name]:%Y-%m-%dT%H:%M:%S}.{lead[name].microsecond // 1000:03d}Z" for name in TIMES}
    return {name: value for name, value in {**lead, **times}.items() if name != "workspaceId"}


TIMES = ("createdAt", "updatedAt")
