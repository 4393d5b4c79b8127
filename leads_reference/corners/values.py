"""Values that few leads hold: deep, long, in odd letters, or nearly valid."""

from typing import Any

from leads_reference.scenario import case, fields, metadata, put

DEEP: dict[str, Any] = {
    "Zip Code": "00420",
    "phone_no": 7,
    " edge ": 1.5,
    "rows": [[1, 2], [3], []],
    "list": ["b", "a", "b", None, 3, [4, [5]], "a"],
    "one": ["only"],
    "none": {},
    "empty": [],
    "blank": "",
    "zero": 0,
    "no": False,
    "yes": True,
    "text": "  spaced  ",
    "long": "long " * 60,
    "people": [{"first_name": "A", "tags": ["x"], "home": {"city": "B"}}, {"first_name": "C", "age": 3}],
    "level": {"level": {"level": {"level": [{"level": {"End": [1, None, 1]}}]}}},
}
ROWS = [{"first_name": "A", "home": {"city": "B"}, "tags": ["x"]}, {"first_name": "C", "age": 3}, {}]
MERGED = ("nested-metadata",)
DEPTH = (
    case("deep-new", metadata(fresh=DEEP)),
    case("deep-array", metadata(fresh=ROWS)),
    case("deep-rows", metadata(fresh=[[1, 2], [3], []])),
    case("deep-array-of-arrays", metadata(fresh=[[[1, 1], [None]], [{"a": [{"b": [{}]}]}]])),
    case("deep-same-keys", metadata(fresh={"a": 1, "b": [1]}), metadata(fresh={"a": 2, "b": [2, 3]})),
    case("deep-change", metadata(address={"city": "Kiel", "tags": ["a"], "geo": {"lat": 1}}), varies=MERGED),
    case("deep-add", metadata(address={"geo": {"alt": 7}}), put({"status": "lost"}), varies=MERGED),
    case("deep-twice", metadata(fresh={"a": {"b": 1}}), metadata(fresh={"a": {"b": 2}})),
)
SIZES = (
    fields("long-fields", {"name": "n" * 80, "source": "s" * 50, "phone": "+1 (555) 123-9999"}),
    case("longer-source", put({"source": "s" * 200})),
    case("longer-name", put({"name": "Ann " * 300 + "B"}), varies=("long-name",)),
    fields("long-email", {"email": "marit.lindqvist." + "x" * 30 + "@example.com"}),
    case("longer-email", put({"email": f"{'x' * 60}@{'y' * 60}.example.com"})),
    case("endless-email", put({"email": f"{'x' * 300}@example.com"}, settled="no-crash")),
    case("long-metadata-key", metadata(**{"k" * 60: 1, "m" * 200: 2})),
    case("many-keys", metadata(**{f"key_{i}": i for i in range(250)})),
    case("many-items", metadata(fresh=list(range(150)), more=["x"] * 30)),
    case("very-many-items", metadata(fresh=list(range(1200)))),
    case("many-members", metadata(fresh={f"m{i}": i for i in range(40)})),
    case("long-texts", metadata(fresh="Lorem ipsum " * 200, more="x" * 1500)),
    case("large-metadata", metadata(**{f"text_{i}": "x" * 9000 for i in range(9)})),
    case("large-body", metadata(**{f"text_{i}": "x" * 9000 for i in range(30)}), varies=("body-limit",)),
    case("large-double", put(b'{"metadata": {"fresh": 1e300}}'), varies=("large-numbers",)),
    case("tiny-double", put(b'{"metadata": {"fresh": 1e-50}}'), varies=("large-numbers",)),
)
COMPOSED = ("e\u0301", "\ufb01 \uff21 \u2460", "\u00c5")
TEXTS = (
    *(fields(f"name-text-{i}", {"name": f"A {text} B"}) for i, text in enumerate(COMPOSED)),
    *(
        fields(f"name-text-{text[:6]}", {"name": text})
        for text in (
            *("A <i>B</i> C", "A\u0001B", "A\u200dB \u200fC", "O\u2019Neil", "A\u00a0B", "Lindqvist, Marit"),
            *("Tom &amp; Jerry", "J. R. Doe", "Louis 14"),
        )
    ),
    *(
        fields(f"source-text-{i}", {"source": text})
        for i, text in enumerate(("e\u0301 A & B", "two\nlines", "Trade Fair"))
    ),
    *(
        case(f"key-text-{i}", metadata(**{text: 1}))
        for i, text in enumerate(
            (
                "e\u0301",
                "\ufb01x",
                "a<b>&c",
                "a\u0001b",
                "list[0]",
                "a~1b",
                "a \U0001f389",
                "null",
                "it's",
                "order",
            )
        )
    ),
    *(
        case(f"value-text-{i}", metadata(fresh=text))
        for i, text in enumerate(
            (
                *(
                    "\u00e9 \u00c5",
                    "\ufb01 \uff21",
                    "a\u0000b",
                    "a\u00a0b",
                    "a\u2028b\u2029c",
                    "\u201cx\u201d",
                ),
                *(
                    "a<script>x</script>b",
                    "Hello {{name}} {0} {}",
                    "https://x.example/a b",
                    "\ufeffx",
                    "=1+1",
                ),
                *("@x", "2024-02-30", "2024-13-45T00:00:00Z", "\u05e9\u05dc\u05d5\u05dd", "a\\b"),
            )
        )
    ),
    case("text-escaped-slash", put(b'{"metadata": {"fresh": "a\\/b"}}')),
    *(
        case(f"email-{i}", put({"email": email}))
        for i, email in enumerate(
            (
                *("m.l.x@gmail.com", "ml+tag@gmail.com", "ml@googlemail.com", "tomaszwojcik@example.org"),
                *("Tomasz <tomasz.wojcik@example.org>", "mailto:tomasz.wojcik@example.org"),
            )
        )
    ),
    case("email-spaces-taken", put({"email": " tomasz.wojcik@example.org "}), varies=("surrounding-space",)),
    case("latin-1", put(b'{"name": "M\xe4rit"}', settled="refusal")),
)
ALMOST: dict[str, tuple[Any, ...]] = {
    "email": (
        *(
            "a@b.co\n",
            "a@b.co, c@d.co",
            "a@b.co;c@d.co",
            "mailto:a@b.co",
            "Ann <a@b.co>",
            "a@b..co",
            "a@b.co.",
        ),
        *("a@.b.co", "a@-b.co", "a@b,co", "a(at)b.co", "<a@b.co>", "@b.co", "a\t@b.co", "a@b.co\u0000x", ""),
        *(["a@b.co"], {"address": "a@b.co"}, "a@b@c.co", "user@"),
    ),
    "phone": (
        *("+", "-", "()", "   ", "not a phone", "CALL-NOW", "+abc", "unknown", "n/a", "x" * 40),
        *({"number": "+15551239999"}, ["+15551239999"], 0, []),
    ),
    "status": (
        *("won", "1", "Follow up", "new,lost", "Status.new", "", "x" * 50),
        *(True, False, 1, {"value": "new"}, [], 1.5),
    ),
    "metadata": ([], ["a"], [["a", 1]], [{"key": "a", "value": 1}], 7, '{"a": 1}', True, "", "text"),
    "name": ([], {"first": "A", "last": "B"}, 1.5, False),
    "source": (False, True, [], {}, 1.5),
}
SPACED = {"email": ("a@b.co\n", ""), "phone": ("   ",)}
INVALID = tuple(
    case(
        f"almost-{field}-{i}",
        put({field: value}),
        put({"source": "later"}),
        varies=("surrounding-space", "empty-phone") if value in SPACED.get(field, ()) else (),
    )
    for field, values in ALMOST.items()
    for i, value in enumerate(values)
)
