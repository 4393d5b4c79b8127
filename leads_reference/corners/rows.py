"""Updates of which only the second or the third shows something."""

from typing import Any

from leads_reference.scenario import Scenario, case, fields, metadata, put, read

TAKEN = {"email": "tomasz.wojcik@example.org"}
CASES = ("email-case", "stored-email-case")


def then(name: str, first: Any, second: Any) -> Scenario:
    """A metadata value, and another one for the same key."""
    return case(f"then-{name}", metadata(fresh=first), metadata(fresh=second), put({"status": "lost"}))


SEQUENCES = (
    *(
        then(f"{i}", first, second)
        for i, (first, second) in enumerate(
            (
                *(
                    ("Later", "LATER"),
                    ("Jose", "José"),
                    ("x", "x  "),
                    ("a long note", "a long"),
                    ("ab", "cd"),
                ),
                *((90, 85), (1.5, 1.25), (5, -5), (True, False), (85, "85"), (0, False), (1, True), ("1", 1)),
                *(("", 0), ({"a": 1}, ["a"]), (["a", "b"], ["a", "c"]), ([1, 2], ["1,2"]), ([1], [1, 2])),
                *(([1, 2, 3], [1, None, 3]), (2, 3), ("a first note", "a second note"), (7, 7), (True, True)),
                *(("tag", "tag"), ([1], [2]), (None, 1)),
            )
        )
    ),
    fields("name-case", {"name": "Mc Donald"}, {"name": "MC Donald"}),
    fields("name-accents", {"name": "Jose"}, {"name": "José"}),
    fields("name-longer", {"name": "Marit"}, {"name": "Marit L."}),
    fields("source-case", {"source": "Webinar"}, {"source": "WEBINAR"}),
    case(
        "email-case",
        put({"email": "Marit.L@example.com"}),
        put({"email": "marit.l@example.com"}),
        varies=CASES,
    ),
    fields("phone-format", {"phone": "+1 555 123 9999"}, {"phone": "+15551239999"}),
    fields("own-phone", {"phone": "+46-8-555-010-42"}, {"phone": "+46-8-555-010-42"}),
    fields("own-name", {"name": "Marit Lindqvist"}),
    fields("click-twice", {"status": "lost", "name": "A B"}, {"status": "lost", "name": "A B"}),
    fields("after-400", {"status": "bad"}, {"name": "A B"}, {"name": "C D"}),
    fields("after-409", TAKEN, {"name": "A B"}, {"name": "C D"}),
    fields("invalid-twice", {"status": "bad"}, {"status": "bad"}),
    fields("removed-then", {"metadata": {"budget": None}}, {"metadata": {"a": 1}}, {"metadata": {"b": 2}}),
    fields("removed-again", {"metadata": {"budget": None}}, {"metadata": {"budget": "x"}}),
    fields("cleared-then", {"phone": None}, {"status": "lost"}),
    *(
        case(f"time-{i}", put({"phone": None}), put(body), read(), put(body | {"phone": "+15551239999"}))
        for i, body in enumerate(
            ({"name": "A B"}, {"email": "m@example.com"}, {"source": "s"}, {"status": "new"})
        )
    ),
)
HALF: tuple[dict[str, Any], ...] = (
    {**TAKEN, "status": "lost", "phone": None, "metadata": {"fresh": 1, "budget": None}},
    {"status": "bad", "phone": None, "metadata": {"budget": None}},
    {"email": "free@example.org", "status": "bad"},
    {"status": "lost", "metadata": "text"},
    {"phone": "+15551239999", "source": "x", "status": "bad"},
)
LATER = put({"email": "free@example.org"}, "other")
REFUSED = (
    *(case(f"half-done-{i}", put(body), read(), LATER, put({"name": "A B"})) for i, body in enumerate(HALF)),
    *(
        case(f"half-done-{key}", put({"status": "lost", "metadata": {"fresh": 1}}, key=key))
        for key in ("none", "raw", "unknown")
    ),
    case("half-done-foreign", put({"metadata": {"fresh": 1}}, "foreign"), read("foreign", "foreign_api")),
    case("half-done-kind", put({"status": "lost"}, kind="text/plain"), varies=("other-content-type",)),
    case("half-done-truncated", put(b'{"status": "lost", "name": "A B", "sou', settled="refusal")),
    case("half-done-nested", put(b'{"metadata": {"fresh": 1, "other": [', settled="refusal")),
    case("beyond-the-limit", tuple(read() for _ in range(31)), put({"status": "lost"}), *(read(),) * 22),
)
