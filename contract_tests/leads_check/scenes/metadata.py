"""Metadata in the ways that implementations get wrong."""

from typing import Any

from leads_check.evidence.fields import READ_ONLY, STATUSES
from leads_check.evidence.fields import TEXTS as TEXT_FIELDS
from leads_check.evidence.values import metadata_of
from leads_check.scenes.samples import CHANGES, ODD_KEYS, SPECIAL_KEYS, TEXTS, layer
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene, tick

PREFIX = "contract_test_"
"""What the check's own metadata keys start with."""


def marked(**members: Any) -> dict[str, Any]:
    """An update of metadata under the check's own keys."""
    return {"metadata": {PREFIX + key: value for key, value in members.items()}}


@scene(21, "lead")
def metadata_types(setting: Setting) -> Play:
    every = marked(
        text=setting.token(),
        integer=85,
        negative=-7,
        fraction=12.5,
        small=1e-7,
        tiny=2.5e-60,
        huge=1.5e200,
        minus_zero=-0.0,
        wrapped={"value": "inner"},
        precise=0.30000000000000004,
        large=9007199254740991,
        yes=True,
        no=False,
        array=["a", 1, True, None],
        sized={"length": 0, "size": 2},
        numbered={"0": "first", "1": "second"},
        object={"city": "Berlin", "geo": {"lat": 52.5, "tags": ["x"]}},
        deep={"a": {"b": {"c": {"d": {"e": {"f": {"g": [{"h": 1}]}}}}}}},
        zip="01067",
        first=layer(),
        second={"inner": layer()},
        items=[layer(), {"id": 2, "Aa_Bb": 1}, {"id": 1}],
        **{key: before for key, (before, _) in CHANGES.items()},
        **{f"text_{key}": text for key, text in TEXTS.items()},
    )
    yield from halved("every type", every["metadata"])
    yield from read()
    # A store may take a changed value for an equal one, and only show it.
    yield from put_read(
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


@scene(4, "lead")
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
    yield from put_read(
        "arrays refilled",
        marked(emptied=[{"a": None}, None, 0, ""], shorter=[2, 1, 2], longer=["only"]),
    )


@scene(6, "lead")
def metadata_removal(setting: Setting) -> Play:
    yield from put("keys to remove", marked(a="one", b=[1], c={"d": 1}, e=0, f="stays"))
    yield from tick()
    yield from put("one removed", marked(a=None))
    yield from put("removed, updated and added", marked(b=None, f="changed", g="new"))
    yield from put("removed key added again, and absent key removed", marked(a="again", never=None))
    yield from put_read(
        "several removed beside a field",
        {"status": setting.another("status", STATUSES), **marked(a=None, c=None, e=None, g=None)},
    )


@scene(1, "lead")
def metadata_empty(setting: Setting) -> Play:
    yield from put("empty metadata", {"metadata": {}})


@scene(20, "lead")
def metadata_keys(setting: Setting) -> Play:
    # Keys that are also fields: what is within metadata must not leak out of it.
    own = metadata_of(setting.lead())
    odd: dict[str, Any] = {key: setting.token() for key in (*ODD_KEYS, *READ_ONLY, *TEXT_FIELDS)}
    # What a careless deployment takes for the whole, for a length, or for the lead to be updated.
    odd |= {"metadata": {"contract_test_inner": setting.token()}, "data": setting.token(), "length": 0}
    odd["id"] = setting.lead("other").get("id", setting.token())
    odd = {key: value for key, value in odd.items() if key not in own}
    yield from halved("odd keys", odd)
    yield from read()
    yield from put("key in capitals", marked(CASE=setting.token()))
    yield from put("odd keys removed", {"metadata": dict.fromkeys(odd)})
    special = {key: setting.token() for key in SPECIAL_KEYS}
    yield from put_read("special keys", {"metadata": special})
    if special.items() <= metadata_of(setting.lead()).items():
        return
    for key in SPECIAL_KEYS:
        yield from put(f"special key {key}", {"metadata": {key: setting.token()}})
    yield from read()


@scene(2, "lead", leaves_residue=True, poisons="an empty metadata key", spare=True)
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


@scene(7, "lead")
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
    yield from put_read(
        "nested patched",
        marked(within={"list": [3], "changed": {"deep": 2, "list": [3]}, "added": 3}),
    )
    yield from put("nested null", marked(within={"removed": None}))
    yield from put("nested replaced by text", marked(within="text"))
    yield from put_read("text replaced by nested", marked(within={"new": 1}))


@scene(3, "lead")
def metadata_large(setting: Setting) -> Play:
    # No page says how many keys there may be, nor how large they and their values are: all of it may be
    # refused, but not be accepted and lost.
    many: dict[str, Any] = {f"many_{number:03}": f"value of many_{number:03}" for number in range(240)}
    long = "lorem ipsum " * 6000 + setting.token()
    much = marked(**many, long=long, items=list(range(1200)), **{"x" * 160: "x"})["metadata"]
    yield from put_read("much", {"metadata": much})
    yield from put("much removed", {"metadata": dict.fromkeys(much)})
