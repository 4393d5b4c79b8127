"""Metadata in the ways that implementations get wrong."""

from typing import Any

from leads_check.evidence.fields import STATUSES
from leads_check.evidence.values import metadata_of
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene

PREFIX = "contract_test_"
"""What the check's own metadata keys start with."""


def marked(**members: Any) -> dict[str, Any]:
    """An update of metadata under the check's own keys."""
    return {"metadata": {PREFIX + key: value for key, value in members.items()}}


# No U+2028 and U+2029: a store that keeps a line for each document may read them as the end of one, and only
# its next start shows that.
TEXTS = {
    "spaces": "  two leading, two trailing  ",
    "digits": "007",
    "number": "1e5",
    "boolean": "true",
    "null_word": "null",
    "decimal": "12.50",
    "json_object": '{"a": 1}',
    "json_array": "[1, 2]",
    "entities": "&amp; &lt;b&gt; &#39;",
    "encoded": "100%20percent+plus",
    "dollars": "$1, $& and $$2",
    "control": "bell \u0007 and escape \u001b",
    "joined": "\U0001f469\u200d\U0001f4bb",
    "date": "1999-12-31T23:59:59.999Z",
    "day": "1999-12-31",
    "lines": "first\nsecond\tthird\r\nfourth",
    "markup": "<b>bold</b> & \"quoted\" 'text'",
    "beyond_ascii": "Grüße, 山田, Ω, 😀",
    "backslash": "C:\\temp\\x",
    "composed": "e\u0301 and \u00e9",
    "compatible": "\ufb01ve \u2460 \u00bd",
    "hard_space": "a\u00a0b\u2009c",
    "invisible": "\ufeffzero\u200bwidth\u00ad",
    "right_to_left": "\u202eabc\u202c \u05d0",
    "quotes": "\u201ccurly\u201d, \u2018single\u2019 and \u2013 dash",
    "script": "<script>alert(1)</script> and javascript:alert(1)",
    "template": "{{name}}, ${name}, %s and {0}",
    "formula": "=1+1",
    "link": "https://example.com/?a=1&b=%32#c",
    "pointer": "a/b~1c~0d",
}
CHANGES: dict[str, tuple[Any, Any]] = {
    "case": ("Value", "value"),
    "accent": ("cafe", "caf\u00e9"),
    "spacing": ("a b", "a  b"),
    "beginning": ("long text", "long"),
    "longer": ("long", "long text"),
    "falling": (10, 3),
    "nearly": (1.25, 1.5),
    "sign": (5, -5),
    "off": (True, False),
    "still_on": (True, True),
    "same": (5, 5),
    "listed": ({"a": 1}, ["a", 1]),
    "unlisted": (["a", 1], {"a": 1}),
    "tail": ([1, 2], [1, 3]),
    "joined": (["a", "b"], ["a,b"]),
    "item_null": ([1, 2], [1, None]),
    "keyed_alike": ({"a": 1, "b": 2}, {"a": 2, "b": 1}),
}
"""Values of a metadata key, one after the other: what a careless comparison takes for no change."""

ODD_KEYS = (
    "contract_test with spaces",
    "contract_test-hyphen",
    "contract_test_Schlüssel_山田",
    "contract_test_😀",
    "Contract_Test_Case",
    "contract_test_case",
    "contract_test/slash",
    "contract_test[0]",
    "contract_test:colon",
    "12345678901",
    " contract_test in spaces ",
    "_contract_test",
    "contract_test_" + "x" * 100,
    "constructor",
    "toString",
    "contract_test_e\u0301",
    "contract_test_\ufb01ve",
    "contract_test<b>&amp;",
    'contract_test"quoted"',
    "contract_test{braces}",
    "contract_test~1slash",
    "contract_test\\backslash",
    "select",
    "null",
)
SPECIAL_KEYS = ("contract_test.dotted.key", "$contract_test", "__proto__")
"""Keys that an open question is about."""


def _layer() -> dict[str, Any]:
    """Members of an object within metadata that implementations get wrong below the first level."""
    return {
        "flag": True,
        "off": False,
        "zero": 0,
        "Aa_Bb": 1,
        " spaced ": 1,
        "nulls": [None, 1, None],
        "object": {},
        "array": [],
        "text": "",
        "padded": "  padded  ",
        "digits": "007",
        "long": "lorem ipsum " * 20,
        "doubled": [3, 1, 1, 2],
        "arrays": [[1, [2]], [], [3]],
        "many": list(range(30)),
        **{f"key_{number:02}": number for number in range(12)},
    }


@scene(5, "lead")
def metadata_types(setting: Setting) -> Play:
    yield from put(
        "every type",
        marked(
            text=setting.token(),
            integer=85,
            negative=-7,
            fraction=12.5,
            small=1e-7,
            precise=0.30000000000000004,
            large=9007199254740991,
            yes=True,
            no=False,
            array=["a", 1, True, None],
            sized={"length": 0, "size": 2},
            object={"city": "Berlin", "geo": {"lat": 52.5, "tags": ["x"]}},
            deep={"a": {"b": {"c": {"d": {"e": {"f": {"g": [{"h": 1}]}}}}}}},
            zip="01067",
            first=_layer(),
            second={"inner": _layer()},
            items=[_layer(), {"id": 2, "Aa_Bb": 1}, {"id": 1}],
            **{key: before for key, (before, _) in CHANGES.items()},
        ),
    )
    yield from put(
        "every type changed",
        marked(
            text=1,
            integer="85",
            fraction=True,
            yes="yes",
            no=0,
            array="none",
            zip=["01067"],
            **{key: after for key, (_, after) in CHANGES.items()},
        ),
    )
    yield from put(
        "falsy values",
        marked(text="", integer=0, fraction=0.0, yes=False, array=[], nothing={}),
    )
    yield from put_read("one key", marked(text=setting.token()))


@scene(3, "lead")
def metadata_texts(setting: Setting) -> Play:
    yield from put("texts", marked(**TEXTS))
    yield from put_read("long text", marked(long="lorem ipsum " * 400 + setting.token()))


@scene(5, "lead")
def metadata_arrays(setting: Setting) -> Play:
    yield from put(
        "arrays",
        marked(
            shorter=[1, 2, 3, 4],
            longer=["a"],
            emptied=["a", "b"],
            same=["b", "a", "b"],
            objects=[{"role": "CTO", "name": "Ada"}, {"role": "CFO", "name": "Bo"}],
            nested=[[1, 2], [3]],
            disjoint=["old", "older"],
            unmentioned=["stays", "as", "it", "is"],
            kept_order=["c", "a", "b", "a"],
            many=list(range(150)),
            reordered=["a", "b", "c"],
            by_id=[{"id": 1, "a": "x", "b": 1}, {"id": 2, "name": "two"}],
        ),
    )
    yield from put(
        "arrays replaced",
        marked(
            shorter=[9],
            longer=["x", "y", "z"],
            emptied=[],
            same=["b", "a", "b"],
            objects=[{"role": "CEO"}],
            nested=[[], [4, [5]]],
            disjoint=["new"],
            reordered=["c", "b", "a"],
            by_id=[{"id": 1, "a": "y"}],
            kept_order=["b", "b", "a"],
        ),
    )
    yield from put(
        "arrays refilled",
        marked(emptied=[{"a": None}, None, 0, ""], shorter=[2, 1, 2]),
    )
    yield from put_read(
        "array and status",
        {**marked(longer=["only"]), "status": setting.another("status", STATUSES)},
    )


@scene(8, "lead")
def metadata_removal(setting: Setting) -> Play:
    yield from put("keys to remove", marked(a="one", b=[1], c={"d": 1}, e=0, f="stays"))
    yield from put("one removed", marked(a=None))
    yield from put("removed, updated and added", marked(b=None, f="changed", g="new"))
    yield from put("absent key removed", marked(never=None))
    yield from put("removed key added again", marked(a="again"))
    yield from put(
        "removed beside a field",
        {"status": setting.another("status", STATUSES), **marked(c=None, e=None)},
    )
    yield from put_read("several removed", marked(a=None, g=None))


@scene(3, "lead")
def metadata_empty(setting: Setting) -> Play:
    yield from put("empty metadata", {"metadata": {}})
    yield from put_read(
        "empty metadata and a field",
        {"metadata": {}, "status": setting.another("status", STATUSES)},
    )


@scene(17, "lead")
def metadata_keys(setting: Setting) -> Play:
    # Keys that are also fields: what is within metadata must not leak out of it.
    own = metadata_of(setting.lead())
    fields = ("id", "name", "email", "status", "updatedAt", "length")
    odd = [key for key in (*ODD_KEYS, *fields) if key not in own]
    yield from halved("odd keys", {key: 0 if key == "length" else setting.token() for key in odd})
    yield from put("key in capitals", marked(CASE=setting.token()))
    yield from put("odd keys removed", {"metadata": dict.fromkeys(odd)})
    for key in SPECIAL_KEYS:
        yield from put(f"special key {key}", {"metadata": {key: setting.token()}})
    yield from read()


@scene(2, "lead", leaves_residue=True, poisons="an empty metadata key")
def empty_key(setting: Setting) -> Play:
    """A store that cannot name it cannot take it away again either, and may refuse each later update."""
    yield from put("special key, empty", {"metadata": {"": setting.token()}})
    yield from read()


def halved(label: str, metadata: dict[str, Any]) -> Play:
    """An update of metadata; where it is not accepted, halves of it, until one key remains that is not."""
    asked = yield from put(label, {"metadata": metadata})
    while not asked.accepted and len(metadata) > 1:
        members = list(metadata.items())
        half, rest = dict(members[: len(members) // 2]), dict(members[len(members) // 2 :])
        asked = yield from put(f"half of the {label}", {"metadata": half})
        metadata = half
        if asked.accepted:
            asked = yield from put(f"other half of the {label}", {"metadata": rest})
            metadata = rest


@scene(6, "lead")
def metadata_nested(setting: Setting) -> Play:
    yield from put(
        "nested",
        marked(
            within={
                "kept": 1,
                "list": [1, 2],
                "changed": {"deep": 1, "deeper": [1], "list": [1, 2]},
                "removed": 1,
            }
        ),
    )
    yield from put(
        "nested patched",
        marked(within={"list": [3], "changed": {"deep": 2, "list": [3]}, "added": 3}),
    )
    yield from put("nested null", marked(within={"removed": None}))
    yield from put("nested replaced by text", marked(within="text"))
    yield from put_read("text replaced by nested", marked(within={"new": 1}))


@scene(2, "lead")
def metadata_large(setting: Setting) -> Play:
    keys = [f"many_{number:03}" for number in range(120)]
    # No page says how many keys there may be: they may be refused, but not be accepted and lost.
    yield from put_read("many keys", marked(**{key: f"value of {key}" for key in keys}))
