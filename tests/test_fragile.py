"""Fragile deployments do what they say: plain requests work, poison harms, and it ends as told."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from leads_reference.fragile import FRAGILE, Fragile
from leads_reference.outcomes import KEY
from leads_reference.serve import serve
from leads_reference.world import WORLD

POISON = {
    "nan": b'{"metadata": {"fresh": NaN}}',
    "surrogate": b'{"metadata": {"fresh": "\\ud800"}}',
    "nul": b'{"metadata": {"fresh": "a\\u0000b"}}',
    "nesting": b'{"metadata": {"fresh": ' + b"[" * 200 + b"]" * 200 + b"}}",
    "huge-number": b'{"metadata": {"fresh": 1e400}}',
    "huge-body": b'{"metadata": {"fresh": "' + b"x" * 300_000 + b'"}}',
    "null-metadata": b'{"metadata": null}',
}
PATH = f"/api/v1/leads/{WORLD.lead_id}"
LASTING = ("null-metadata", "many-at-once")
"""What harms updates only, and for good."""
ANTIDOTE: dict[str, Any] = {"metadata": {"fresh": None}}


def client_of(url: str, patience: float = 0.5) -> httpx.Client:
    headers = {"Authorization": KEY, "Content-Type": "application/json"}
    return httpx.Client(base_url=url, headers=headers, timeout=patience, trust_env=False)


def statuses(client: httpx.Client) -> list[int]:
    """Of a change that any deployment takes, and of a read; 0 where there is no answer."""
    return [
        status(client, "PUT", b'{"source": "web", "metadata": {"plain": 1}}'),
        status(client, "GET", b""),
    ]


def status(client: httpx.Client, method: str, body: bytes) -> int:
    try:
        return client.request(method, PATH, content=body).status_code
    except httpx.TransportError:
        return 0


def give(client: httpx.Client, fragile: Fragile) -> list[int]:
    if fragile.poison != "many-at-once":
        return [status(client, "PUT", POISON[fragile.poison])]
    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(lambda i: status(client, "PUT", b'{"status": "lost"}'), range(12)))


@pytest.mark.parametrize("fragile", FRAGILE, ids=lambda fragile: fragile.id)
def test_plain_requests_work_until_the_poison_comes(fragile: Fragile) -> None:
    with serve(fragile.deploy()) as url, client_of(url) as client:
        assert statuses(client) == [200, 200]
        given = give(client, fragile)
        if fragile.harm == "poisoned":
            assert statuses(client) == [
                500,
                200 if fragile.poison in ("null-metadata", "many-at-once") else 500,
            ]
        else:
            assert 0 in given
            assert statuses(client) == [0, 0]


@pytest.mark.parametrize(
    "fragile",
    [one for one in FRAGILE if one.harm == "poisoned" and one.poison not in LASTING],
    ids=lambda fragile: fragile.id,
)
def test_a_poisoned_lead_recovers_without_its_poison(fragile: Fragile) -> None:
    with serve(fragile.deploy()) as url, client_of(url) as client:
        first = give(client, fragile)
        assert first == [200 if fragile.id.endswith("later") else 500]
        other = client.get(f"/api/v1/leads/{WORLD.other_lead_id}")
        assert other.status_code == 200
        assert client.put(PATH, json=ANTIDOTE).status_code == 200
        assert statuses(client) == [200, 200]


def test_a_restart_ends() -> None:
    fragile = next(one for one in FRAGILE if one.seconds < math.inf)
    with serve(fragile.deploy()) as url, client_of(url) as client:
        give(client, fragile)
        assert statuses(client) == [0, 0]
        time.sleep(fragile.seconds)
        assert statuses(client) == [200, 200]


def test_slugs_are_unique() -> None:
    slugs = [one.id for one in FRAGILE]
    assert sorted(slugs) == sorted(set(slugs))
