"""The register of a workspace finds what a plain look at all its leads finds, whatever has changed."""

import json
import random
from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import Any, cast

import pytest
from leads_mock.core.register import Entry, Register, searched
from leads_mock.core.store import Arrangement, Commit, Selection

Lead = dict[str, Any]
ARRANGEMENTS = [
    Arrangement(*answers)
    for answers in product(
        ("newest-first", "oldest-first", "last-updated-first"),
        ("exact-case", "any-case"),
        ("any-case", "exact-case"),
        ("anywhere", "beginning", "whole"),
    )
]
STATUSES, SOURCES = ("new", "lost", None), ("Web", "web", "", None)
WORDS = (
    *((), ("a",), ("B",), ("ab", "a"), ("Straße",), ("x@example.com",)),
    *(("a", "b", "a"), ("b", "A@", "ab"), ("\0",), ("b\0X",), ("b", "b\0x"), ("Ab\0", "a@example.com")),
)


def plain(texts: dict[str, bytes], selection: Selection) -> list[bytes]:
    """The leads that fit, found without any index."""
    order, source_case, search_case, parts = selection.arrangement
    fold = str.casefold if search_case == "any-case" else str
    source_fold = str.casefold if source_case == "any-case" else str
    finds: Callable[[str, str], bool] = {
        "anywhere": str.__contains__,
        "beginning": str.startswith,
        "whole": str.__eq__,
    }[parts]

    def fits(lead: Lead) -> bool:
        source = lead.get("source")
        sources = None if source is None else source_fold(source)
        held = [lead[name] for name in ("name", "email") if lead.get(name)]
        return (
            selection.status in (None, lead.get("status"))
            and (selection.source is None or sources == source_fold(selection.source))
            and all(any(finds(fold(text), fold(word)) for text in held) for word in selection.words)
        )

    time = "updatedAt" if order == "last-updated-first" else "createdAt"
    # Stable, so that leads of the same time stay as they came.
    leads = sorted(map(json.loads, texts.values()), key=lambda lead: str(lead[time]))
    found = [texts[lead["id"]] for lead in leads if fits(lead)]
    return found if order == "oldest-first" else found[::-1]


def lead(number: int, chance: random.Random) -> bytes:
    held: Lead = {
        "id": f"lead_{number}",
        "name": chance.choice(["Ab", "aB", "b", "b\0X", "\0", "STRASSE", "", None]),
        "email": chance.choice(["a@example.com", "X@example.com", None]),
        "source": chance.choice(SOURCES),
        "status": chance.choice(STATUSES),
        "metadata": {"name": "ab"},
        "createdAt": f"2024-01-0{number % 5 + 1}T00:00:00Z",
        "updatedAt": f"2024-02-0{chance.randrange(5) + 1}T00:00:00Z",
    }
    cleared = {name for name in ("source", "status", "name") if held[name] is None and chance.random() < 0.5}
    return json.dumps({name: value for name, value in held.items() if name not in cleared}).encode()


def commits(chance: random.Random) -> Iterator[Commit]:
    """New leads, changed ones and deleted ones; sometimes many at once, so that all is made anew."""
    there: list[int] = []
    for number in range(400):
        if number == 150:
            yield Commit(b"", {f"lead_{one}": lead(one, chance) for one in there})
        elif there and chance.random() < 0.3:
            yield Commit(b"", {f"lead_{(one := chance.choice(there))}": lead(one, chance)})
        elif there and chance.random() < 0.2:
            yield Commit(b"", drops={f"lead_{there.pop(chance.randrange(len(there)))}": None})
        else:
            there.append(number)
            yield Commit(b"", {f"lead_{number}": lead(number, chance)})


@pytest.mark.parametrize("arrangement", ARRANGEMENTS, ids=" ".join)
def test_it_finds_what_a_plain_look_finds(arrangement: Arrangement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leads_mock.core.register._FEW", 20)
    chance, texts = random.Random(str(arrangement)), dict[str, bytes]()
    register = Register(texts)
    for commit in commits(chance):
        texts.update(commit.puts)
        for lead_id in commit.drops:
            del texts[lead_id]
        register.note(commit)
        if chance.random() < 0.2:
            status, source = chance.choice(STATUSES), chance.choice([*SOURCES, "nowhere"])
            selection = Selection(arrangement, status, source, chance.choice(WORDS))
            assert list(register.select(selection)[:]) == plain(texts, selection)


def test_another_profile_finds_in_its_own_order() -> None:
    chance = random.Random(1)
    texts = {f"lead_{number}": lead(number, chance) for number in range(30)}
    register = Register(texts)
    for arrangement in chance.sample(ARRANGEMENTS * 2, 20):
        selection = Selection(arrangement)
        assert list(register.select(selection)[:]) == plain(texts, selection)


def test_a_page_is_a_slice_and_ends_where_the_leads_end() -> None:
    chance = random.Random(2)
    texts = {f"lead_{number}": lead(number, chance) for number in range(7)}
    for arrangement in ARRANGEMENTS:
        selection = Selection(arrangement)
        shown, whole = Register(texts).select(selection), plain(texts, selection)
        assert len(shown) == 7
        assert [shown[place] for place in range(7)] == whole
        assert [list(shown[first : first + 3]) for first in (0, 3, 6, 9, 10**30)] == [
            whole[:3],
            whole[3:6],
            whole[6:],
            [],
            [],
        ]


class Looked:
    """An entry that counts how often it is looked at."""

    looks = 0

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def text(self) -> str:
        self.looks += 1
        return self._text


TEXT = "john smith john@example.com"
LOOKS: dict[str, tuple[list[str], int]] = {
    # words of a search, and how often it looks at a lead with TEXT
    "a word": (["smith"], 1),
    "the same word": (["o"] * 1000, 1),
    "words within a longer one": (["j", "jo", "hn", "john", "o"], 1),
    "different words": (["john", "smith", "com"], 3),
    "a long word that is not there": (["o", "j", "nobody", "s", "m"], 1),
    "many that are not there": ([str(number) for number in range(1000)], 1),
}


@pytest.mark.parametrize(("words", "looks"), LOOKS.values(), ids=LOOKS)
def test_a_search_looks_no_oftener_than_it_must(words: list[str], looks: int) -> None:
    leads = [Looked(TEXT) for _ in range(3)]
    found = searched(cast(list[Entry], leads), words)
    assert [lead.looks for lead in leads] == [looks] * 3
    assert len(found) == (3 if all(word in TEXT for word in words) else 0)


def test_a_group_without_leads_is_not_kept() -> None:
    arrangement, texts = ARRANGEMENTS[0], dict[str, bytes]()
    register = Register(texts)
    for number in range(50):
        held = {"id": "lead", "createdAt": "", "updatedAt": "", "source": f"source {number}"}
        texts["lead"] = json.dumps(held).encode()
        register.note(Commit(b"", dict(texts)))
        assert len(register.select(Selection(arrangement, source=held["source"]))) == 1
    assert sum(map(len, register._groups.values())) == 2  # of all leads, and of those of its source


@pytest.mark.parametrize("member", ["name", "status", "createdAt"])
def test_many_updates_leave_all_other_leads_in_their_order(member: str) -> None:
    def updated(number: int, value: str) -> bytes:
        held = {"id": f"lead_{number}", "createdAt": f"{number:04}", "updatedAt": ""}
        return json.dumps({**held, member: value}).encode()

    texts = {f"lead_{number}": updated(number, "1") for number in range(1000)}
    register, selection = Register(texts), Selection(ARRANGEMENTS[0])
    register.select(selection)
    (before,) = register._groups[False, False].values()

    texts.update({f"lead_{number}": updated(number, "2") for number in range(500)})
    register.note(Commit(b"", dict(islice(texts.items(), 500))))

    assert list(register.select(selection)[:]) == plain(texts, selection)
    (after,) = register._groups[False, False].values()
    assert after is before
