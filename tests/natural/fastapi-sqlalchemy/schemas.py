from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, EmailStr, Field

Name = Annotated[str, Field(min_length=1, max_length=255)]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ().-]{5,24}$")]
Status = Literal["new", "contacted", "qualified", "converted", "lost", "follow_up"]


class LeadCreate(BaseModel):
    name: Name
    email: EmailStr
    phone: Phone | None = None
    source: str | None = None
    status: Status = "new"
    metadata: dict[str, Any] = {}


class LeadUpdate(BaseModel):
    """Every field may be left out; only phone and source may be cleared with null."""

    name: Name = None
    email: EmailStr = None
    phone: Phone | None = None
    source: str | None = None
    status: Status = None
    metadata: dict[str, Any] = None


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds") + "Z"


def lead_out(lead) -> dict:
    return {
        "id": lead.id,
        "name": lead.name,
        "email": lead.email,
        "phone": lead.phone,
        "source": lead.source,
        "status": lead.status,
        "metadata": lead.meta,
        "createdAt": iso(lead.created_at),
        "updatedAt": iso(lead.updated_at),
        "workspaceId": lead.workspace_id,
    }
