"""What is stored can always be read and written: for every text that is accepted, under every profile."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leads_mock.app import create_app
from leads_mock.core.json_text import JsonReader, NotJson, RefusedJson, decode, encode, encode_sorted
from leads_mock.fixtures import bundled_fixtures
from leads_mock.settings import Settings

from leads_contract import load_contract
from leads_reference.jsontext import parse, same, without_lone_surrogates
from tests.fuzz.texts import NUMBERS, VALUES
from tests.mock.leads import EXISTING, KEY, LeadsClient, bearer, in_process

QUESTIONS = ("nesting-limit", "duplicate-keys", "large-numbers", "lone-surrogate")
PROFILES = [
    dict(zip(QUESTIONS, answers, strict=True))
    for answers in product(*(load_contract().questions[name].answers for name in QUESTIONS))
]
"""Every combination of answers to the questions that a reader of bodies asks."""
JSON = {"Content-Type": "application/json"}
FIELDS = ("metadata", "name", "status", "phone", "updatedAt", "nickname")


def accepted(text: str, profile: Mapping[str, str]) -> list[Any]:
    """The value, if the profile takes the text."""
    try:
        return [JsonReader(profile).read(text.encode())]
    except (NotJson, RefusedJson):
        return []


@settings(deadline=None, max_examples=500)
@given(text=NUMBERS | VALUES, profile=st.sampled_from(PROFILES))
def test_what_is_accepted_is_written_and_read_without_change(text: str, profile: dict[str, str]) -> None:
    for value in accepted(text, profile):
        written = encode(value)
        assert encode(decode(written)) == written
        assert encode_sorted(decode(written)) == encode_sorted(value)
        if profile["large-numbers"] == "exact" and profile["duplicate-keys"] != "first-wins":
            assert same(parse(written.decode()), without_lone_surrogates(parse(text)))


@pytest.mark.parametrize("digits", ["0", "640", "5000"])
def test_so_it_is_whatever_python_is_told_of_long_numbers(digits: str) -> None:
    sent = "[b'9' * 639, b'9' * 641 + b'e0', b'-' + b'9' * 4299 + b'.', b'1' * 4301, b'9' * 4301 + b'E0']"
    program = f"""
from leads_mock.core.json_text import *
reader = JsonReader({PROFILES[0]!r})
for text in {sent}:
    try:
        written = encode(reader.read(text))
    except (NotJson, RefusedJson):
        continue
    assert encode(decode(written)) == written
"""
    environment = {"PYTHONINTMAXSTRDIGITS": digits}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


@pytest.fixture(scope="module", params=["default", "lenient", "strict"])
def deployed(request: pytest.FixtureRequest) -> Iterator[LeadsClient]:
    profile = bundled_fixtures() / "profiles" / f"{request.param}.yaml"
    with in_process(create_app(Settings(profile=profile))) as leads:
        yield leads


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, min_size=1, max_size=3), field=st.sampled_from(FIELDS))
def test_no_update_keeps_a_lead_from_being_read(deployed: LeadsClient, values: list[str], field: str) -> None:
    members = ",".join(f'"{number}":{value}' for number, value in enumerate(values))
    sent = f"{{{members}}}" if field == "metadata" else values[0]
    answer = deployed.put(EXISTING, f'{{"{field}":{sent}}}'.encode(), headers=JSON)
    assert answer.status_code in (200, 400), answer.text

    shown = deployed.http.get(f"/api/v1/leads/{EXISTING}", headers=bearer(KEY))
    listed = deployed.http.get("/__admin/leads")
    assert (shown.status_code, listed.status_code) == (200, 200)
    lead = parse(shown.text)["data"]
    assert same(lead, next(one for one in parse(listed.text)["leads"] if one["id"] == EXISTING))
    if answer.status_code == 200:
        assert same(lead, parse(answer.text)["data"])
    assert deployed.put(EXISTING, {"status": "lost"}).status_code == 200
