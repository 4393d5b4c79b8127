"""Default deny: what the check wrote and the contract's vocabulary is shown, and nothing else."""

import base64
import html
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.masking import MASK, Mask
from leads_check.evidence.vocabulary import words_of

from leads_contract import Contract, load_contract
from tests.check.reporting import KEY, LEAD, exchange_of

NEW_FIELD = {**LEAD, "company": "Köhler & Söhne", "nickname": "the"}
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "without its beginning": lambda text: text[3:],
    "without its end": lambda text: text[:-3],
    "in a sentence": lambda text: f"The lead {text} was not found",
    "joined": lambda text: f"x{text}y",
    "backwards": lambda text: text[::-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "url": lambda text: quote(text, safe=""),
    "html": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "entities": html.escape,
    "hex": lambda text: text.encode().hex(),
    "json": json.dumps,
    "spaced": " ".join,
}


def mask_of(sent: Any = None, answered: Any = None, lead: dict[str, Any] = NEW_FIELD) -> Mask:
    request = Request("", sent if sent is not None else {"status": "new"})
    exchange = exchange_of(request, content=json.dumps(answered).encode())
    return Mask([KEY], {"lead": lead}, [exchange])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("value", ["Marit Lindqvist", "marit.lindqvist@example.com", "Köhler & Söhne", "37"])
def test_a_value_of_a_lead_is_masked_in_every_form(value: str, form: Callable[[str], str]) -> None:
    lead = {**NEW_FIELD, "metadata": {"age": 37}}
    mask = mask_of({"name": "Contract Test"}, lead=lead)
    text = form(value)
    for told in (mask.text(text), *mask.value({"message": text, text: [text]}).items()):
        assert not [word for word in (value, text) if word and word in str(told)], told


@pytest.mark.parametrize(
    "value",
    ["somebody@else.example", "+1-555-867-5309", "A person whom nobody named", 4711, 12.75, "Zoë"],
)
def test_a_value_that_nobody_named_is_masked(value: Any) -> None:
    mask = mask_of({"metadata": {"contract_test": ["a", 1]}}, {"error": value})
    assert mask.value({"error": value, "details": {"who": value}}) == {"error": MASK, "details": {MASK: MASK}}


def test_a_new_field_is_masked_without_a_change() -> None:
    lead = {"company": "Köhler & Söhne", "name": "Contract Test"}
    shown = mask_of({"company": "Contract Test"}).value(lead)
    assert shown == {"company": MASK, "name": "Contract Test"}


def test_its_name_is_shown_once_the_contract_has_it() -> None:
    contract = load_contract()
    document = json.loads(json.dumps(contract.document, default=str))
    document["components"]["schemas"]["LeadUpdate"]["properties"]["shoeSize"] = {"type": "string"}
    assert "shoesize" in words_of(Contract(document, {}, {}))
    assert mask_of().name("shoeSize") == MASK


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("Contract Test", "contract test"),
        (" padded ", "padded"),
        ("a long text that is cut", "a long text"),
        (True, "True"),
        ([1, 2], "[1,2]"),
        (None, "null"),
        (3.14159, 3),
        (3.14159, 3.14),
        (12345678901234567890, 1.2345678901234567e19),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        (b'{"name": "from bytes"}', "from bytes"),
        (b'{"name": "from cut by', "from cut by"),
        ("status", "new"),
    ],
)
def test_what_a_deployment_makes_of_our_values_is_shown(sent: Any, answered: Any) -> None:
    mask = mask_of(
        sent if isinstance(sent, bytes) else {"name": sent}, {"data": {"id": "x", "name": answered}}
    )
    assert mask.value({"name": answered}) == {"name": answered}


SENT_BACK = [
    {"name": "Marit Lindqvist"},
    {"email": "MARIT.LINDQVIST@EXAMPLE.COM"},
    {"email": "Ann <marit.lindqvist@example.com>"},
    {"metadata": {"contract_test_copy": "marit.lindqvist@example.com"}},
    {"metadata": {"company": "Köhler & Söhne", "budget": 750000}},
    b'{"name": "Marit Lindqvist"',
]


@pytest.mark.parametrize("body", SENT_BACK, ids=str)
def test_what_was_seen_before_it_was_sent_is_not_the_checks(body: Any) -> None:
    mask = mask_of(body)
    told = json.dumps([mask.value(body if isinstance(body, dict) else body.decode())], ensure_ascii=False)
    for value in ("Marit", "marit.lindqvist", "Köhler", "750000"):
        assert value not in told


def test_a_body_of_ours_is_shown_though_the_lead_has_the_status_in_it() -> None:
    body = b'{"status": "contacted"} contract test'
    assert (
        mask_of(body, lead={"status": "contacted", "name": "Ada Lovelace"}).text(body.decode())
        == body.decode()
    )


def test_a_lead_that_is_called_like_a_word_of_ours_eats_none() -> None:
    lead = {"id": "x", "name": "the", "email": "one@new.example", "metadata": {"a": "status"}}
    mask = mask_of(lead=lead)
    assert mask.value({"status": "new"}) == {"status": "new"}
    assert mask.text("the") == MASK


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_key_is_taken_out_in_every_form(form: Callable[[str], str]) -> None:
    text = form(f"Bearer {KEY}")
    told = mask_of().keys.out_of(f"a {text} b", MASK)
    secret = form(KEY.removeprefix("sk-workspace_"))
    assert told.startswith("a ")
    assert told.endswith(" b")
    pieces = [secret[at : at + 12] for at in range(4, len(secret) - 16)]
    assert form in (FORMS["spaced"],) or not [piece for piece in pieces if piece.lower() in told.lower()]


def seconds_for(size: int) -> float:
    lead = {"id": "x", "metadata": {f"key {number}": f"value {number}" for number in range(size)}}
    exchanges = [exchange_of(content=json.dumps({"data": lead}).encode()) for _ in range(3)]
    started = time.process_time()
    mask = Mask([KEY], {"lead": lead}, exchanges)
    mask.value(lead)
    mask.text("x" * size * 250)
    return time.process_time() - started


def test_cost_grows_as_the_answers_do() -> None:
    seconds_for(500)
    small, large = (min(seconds_for(size) for _ in range(3)) for size in (2_000, 20_000))
    assert large < 30 * small + 0.1
    assert large < 5


def test_exchanges_are_read_in_their_order() -> None:
    seen: list[Exchange] = [
        exchange_of(Request("", {"name": "Contract Test"})),
        exchange_of(content=b'{"data": {"id": "x", "name": "Contract Test", "source": "Bert"}}'),
        exchange_of(Request("", {"source": "Bert"})),
    ]
    mask = Mask([], {}, seen)
    assert mask.value({"name": "Contract Test", "source": "Bert"}) == {
        "name": "Contract Test",
        "source": MASK,
    }


@pytest.mark.parametrize("secret", ["qa", "con", "42", "7", "Co"])
def test_a_secret_of_few_characters_is_masked_where_it_stands_alone(secret: str) -> None:
    exchange = exchange_of(
        Request("", {"name": "Contract Test", "metadata": {"contract_test": [42, "qa", 7]}})
    )
    mask = Mask([KEY, secret], {"lead": NEW_FIELD}, [exchange])
    echo = {
        "stage": secret,
        secret: [secret, secret.upper(), f" {secret} "],
        "told": f"stage {secret} is closed",
    }
    number = int(secret) if secret.isdecimal() else None
    shown = json.dumps(mask.value({"metadata": {"a": echo, "b": number}}), ensure_ascii=False)
    assert secret.casefold() not in shown.casefold().replace("contract", "")
    assert mask.keys.out_of(f"A sentence of ours on {secret}.", MASK) == f"A sentence of ours on {secret}."


def test_a_word_of_the_contract_is_no_secret() -> None:
    assert Mask([KEY, "new"], {"lead": NEW_FIELD}, []).value({"status": "new"}) == {"status": "new"}
