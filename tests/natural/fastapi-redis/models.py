import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, EmailStr, StringConstraints

Status = Literal["new", "contacted", "qualified", "converted", "lost", "follow_up"]


def check_phone(value: str) -> str:
    if not re.fullmatch(r"\+?\d{7,15}", re.sub(r"[\s().-]", "", value)):
        raise ValueError("Must be a valid phone number")
    return value


def default_status(value):
    return "new" if value is None else value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phone = Annotated[str, AfterValidator(check_phone)]
LeadStatus = Annotated[Status, BeforeValidator(default_status)]


class LeadCreate(BaseModel):
    name: Name
    email: EmailStr
    phone: Phone | None = None
    source: str | None = None
    status: LeadStatus = "new"
    metadata: dict[str, Any] | None = None


class LeadUpdate(BaseModel):
    name: Name = ""
    email: EmailStr = ""
    phone: Phone | None = None
    source: str | None = None
    # A cleared status goes back to where every lead begins.
    status: LeadStatus = "new"
    metadata: dict[str, Any] | None = None
