"""Questions on emails, phone numbers, names and timestamps."""

import re

from tests.mock.answers.step import Step, accepted, conflicting, refused
from tests.mock.leads import JANE

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"


def _texts(field: str, valid: str, invalid: str) -> list[Step]:
    """Texts, separated by semicolons, that the field takes and that it refuses."""
    return [
        *(accepted({field: text}, **{field: text}) for text in valid.split(";")),
        *(refused({field: text}, field, text) for text in invalid.split(";")),
    ]


def _precision(fraction: str) -> list[Step]:
    return [
        accepted(
            {"status": status},
            status=status,
            updatedAt=re.compile(rf"{_TIME}{fraction}Z"),
            createdAt=re.compile(rf"2024-01-15T10:30:00{fraction}Z"),
        )
        for status in ("lost", "new")
    ]


TABLE = {
    "email-case": {
        "same": [
            conflicting({"email": "JOHN.Doe@Example.com"}, lead_id=JANE),
            accepted({"email": "JOHN.Doe@Example.com"}, email="JOHN.Doe@Example.com"),
            conflicting({"email": "john.doe@example.com"}, lead_id=JANE),
        ],
        "different": [
            accepted({"email": "JOHN.Doe@Example.com"}, email="JOHN.Doe@Example.com").on(JANE),
            conflicting({"email": "JOHN.Doe@Example.com"}),
            conflicting({"email": "john.doe@example.com"}, lead_id=JANE),
        ],
    },
    "stored-email-case": {
        "as-sent": [accepted({"email": "New@Example.COM"}, email="New@Example.COM")],
        "lower-cased": [
            accepted({"email": "New@Example.COM"}, email="new@example.com"),
            conflicting({"email": "NEW@example.com"}, lead_id=JANE, details={"email": "NEW@example.com"}),
        ],
    },
    "email-format": {
        "dotted-domain": _texts(
            "email", "a@b.de;a+b@c.d.example;1@2.3", "a@b;a@localhost;ä@b.de;a@bücher.de;a@b.;x"
        ),
        "any-domain": _texts("email", "a@b.de;a@b;a@localhost", "ä@b.de;a@bücher.de;a@b.;a@.b;@b;a@;x"),
        "internationalised": _texts(
            "email", "a@b.de;ä@b.de;用户@例子.广告;a@bücher.de", "a@b;a@;ä b@c.de;a@bü cher.de;x"
        ),
    },
    "phone-format": {
        "digits-and-separators": _texts(
            "phone", "1234567;+1234567;+1 (555) 123-4567;030/90.18-20", "123456;x1234567;+;1234567+"
        ),
        "international": _texts(
            "phone", "+1234567;+1 (555) 123-4567;+49/30.901820", "1234567;(555) 123-4567;+123456;++1234567"
        ),
        "any-with-digit": _texts("phone", "1;+1-800-FLOWERS;ext. 7; 1234567 ;a\n1", " ;x;+;call me;-"),
    },
    "long-name": {
        "unlimited": [accepted({"name": "x" * size}, name="x" * size) for size in (255, 256, 20_000)],
        "characters-255": [
            accepted({"name": "é" * 255}, name="é" * 255),
            accepted({"name": "🙂" * 255}, name="🙂" * 255),
            refused({"name": "x" * 256}, "name", "x" * 256),
        ],
    },
    "surrounding-space": {
        "kept": [
            accepted({"name": " X ", "source": "\tY\n"}, name=" X ", source="\tY\n"),
            refused({"email": " x@example.com"}, "email", " x@example.com"),
            refused({"phone": "1234567 "}, "phone", "1234567 "),
            refused({"status": " new"}, "status", " new"),
        ],
        "trimmed": [
            accepted({"name": " X  Y ", "source": "\tY\n"}, name="X  Y", source="Y"),
            accepted(
                {"email": " x@example.com\n", "phone": " 1234567 "}, email="x@example.com", phone="1234567"
            ),
            accepted({"source": "  "}, source=""),
            conflicting({"email": " x@example.com "}, lead_id=JANE, details={"email": " x@example.com "}),
            refused({"name": "  "}, "name", "  "),
            refused({"email": " x "}, "email", " x "),
            refused({"phone": " "}, "phone", " "),
            refused({"status": " new"}, "status", " new"),
            accepted({"metadata": {" a ": " b "}}),
        ],
    },
    "timestamp-precision": {
        "milliseconds": _precision(r"\.\d{3}"),
        "seconds": _precision(""),
        "microseconds": _precision(r"\.\d{6}"),
    },
}
