"""What a deployment holds when it starts: two workspaces, their keys and their leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

HOME, AWAY = "ws_your_workspace_id", "ws_north_harbour_0002"


@dataclass(frozen=True)
class World:
    """The seed leads, and the names under which tests know some of them."""

    leads: tuple[dict[str, Any], ...]
    keys: dict[str, str]
    """Each API key and its workspace."""
    api_key: str
    foreign_api_key: str
    lead_id: str
    """A lead with something in every field; the one to change."""
    other_lead_id: str
    """Another lead of the same workspace, and of the same source."""
    foreign_lead_id: str
    deleted_lead_id: str
    documented_lead_id: str = "lead_1234567890abcdef"
    """The lead of the documentation, in the state before its third example."""
    unknown_lead_id: str = "lead_00000000deadbeef"
    chatbots: Mapping[str, str] = field(default_factory=dict)
    """Each chatbot's id and its workspace."""

    def chatbot_of(self, key: str) -> str:
        """A chatbot of the key's workspace; KeyError where there is none."""
        return {workspace: chatbot for chatbot, workspace in self.chatbots.items()}[self.keys[key]]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _lead(lead_id: str, workspace: str, name: str, email: str, **more: Any) -> dict[str, Any]:
    created = _time(more.pop("created", "2024-01-15T10:30:00"))
    return {
        "id": lead_id,
        "name": name,
        "email": email,
        "phone": more.pop("phone", None),
        "source": more.pop("source", None),
        "status": more.pop("status", "new"),
        "metadata": more.pop("metadata", {}),
        "createdAt": created,
        "updatedAt": _time(more.pop("updated")) if "updated" in more else created,
        "workspaceId": workspace,
    }


_RICH: dict[str, Any] = {
    "company": "Köhler & Söhne GmbH",
    "budget": "$50k-100k",
    "budget_note": "to be confirmed",
    "lead_score": 85,
    "discount": 12.5,
    "balance": -40,
    "visits": 0,
    "newsletter": False,
    "vip": True,
    "remark": "",
    "customer_no": "00420",
    "last_interaction": "2024-01-16T14:30:00.000Z",
    "follow_up_date": "2024-01-20",
    "interests": ["enterprise_solution", "support_package", "api_access"],
    "ratings": [3, 1, 2, 3],
    "mixed": [1, None, "x", False, []],
    "orders": [
        {"id": 1, "sku": "A-1", "quantity": 2, "gift": True},
        {"id": 2, "sku": "B-7", "quantity": 1, "gift": False, "note": None},
    ],
    "address": {
        "city": "Hamburg",
        "zip": "20095",
        "geo": {"lat": 53.55, "lon": 9.99},
        "tags": ["hq", "north"],
    },
    "preferences": {},
    "attachments": [],
}

_LEADS = (
    _lead(
        "lead_5d41402abc4b2a76",
        HOME,
        "Marit Lindqvist",
        "marit.lindqvist@example.com",
        phone="+46-8-555-010-42",
        source="webinar",
        status="qualified",
        metadata=_RICH,
        created="2024-02-03T08:15:30.250",
        updated="2024-03-01T16:45:10.125",
    ),
    _lead(
        "lead_7d793037a0760186",
        HOME,
        "Tomasz Wójcik",
        "tomasz.wojcik@example.org",
        phone="+48-22-555-0199",
        source="webinar",
        status="contacted",
        metadata={
            "company": "Wisła Robotics",
            "team": {"size": 12},
            "channels": ["email", "phone"],
            "score": 7,
        },
        created="2024-02-04T09:00:00.500",
        updated="2024-02-20T11:11:11.111",
    ),
    _lead(
        "lead_1234567890abcdef",
        HOME,
        "John Doe",
        "john.doe@example.com",
        phone="+1-555-123-4567",
        source="website",
        metadata={
            "utm_source": "google",
            "utm_campaign": "spring_2024",
            "company": "Tech Corp",
            "job_title": "Manager",
            "interests": ["product_demo", "pricing"],
        },
    ),
    _lead("lead_0cc175b9c0f1b6a8", HOME, "Aiko Tanaka", "aiko.tanaka@example.net", source="referral"),
    _lead(
        "lead_92eb5ffee6ae2fec",
        HOME,
        "Priya Raman",
        "priya.raman@example.com",
        status="lost",
        metadata={"lost_reason": "budget"},
        updated="2024-01-17T00:00:00.001",
    ),
    _lead(
        "lead_4a8a08f09d37b737",
        AWAY,
        "Nadia Benali",
        "nadia.benali@example.fr",
        phone="+33-1-55-50-12-34",
        source="webinar",
        status="follow_up",
        metadata={"company": "Port Nord SA", "private_note": "renewal at risk", "seats": 250},
        created="2024-01-20T12:00:00.750",
        updated="2024-02-28T07:30:00.010",
    ),
    _lead("lead_8277e0910d750195", AWAY, "Oskar Brandt", "oskar.brandt@example.de", status="converted"),
)


def _key(characters: str) -> str:
    return "sk-workspace_" + (characters * 6)[:51]


WORLD = World(
    leads=_LEADS,
    keys={_key("Qz7Lr2Vw9"): HOME, _key("m4Xt8Bk1H"): AWAY},
    api_key=_key("Qz7Lr2Vw9"),
    foreign_api_key=_key("m4Xt8Bk1H"),
    lead_id="lead_5d41402abc4b2a76",
    other_lead_id="lead_7d793037a0760186",
    foreign_lead_id="lead_4a8a08f09d37b737",
    deleted_lead_id="lead_c4ca4238a0b92382",
    chatbots={"cb_8f14e45fceea167a": HOME, "cb_c9f0f895fb98ab91": AWAY},
)
