"""Which paths a pattern with `*` takes, and how long that lasts."""

import time

import pytest
from leads_mock.matching import fits_path

LONG = "/" + "a" * 8000


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", False),
        ("/a", "/b/a", False),
        ("", "", True),
        ("", "/", False),
        ("*", "", True),
        ("*", "/a\nb", True),
        ("/a*", "/a", True),
        ("/a*", "/b", False),
        ("*a", "/a", True),
        ("*a", "/ab", False),
        ("/a*a", "/a", False),
        ("/a*a", "/aa", True),
        ("/*/b/*", "/a/b/c", True),
        ("/*/b/*", "/a/c/b", False),
        ("/a*bc*bc", "/abc", False),
        ("/a*bc*bc", "/abcbc", True),
        ("/a*b*c*d", "/abxcxbd", True),
        ("/a*b*c*d", "/acbd", False),
        ("/a**b", "/ab", True),
        ("/a.b*", "/axb", False),
        ("/[a]*", "/[a]b", True),
    ],
)
def test_a_star_stands_for_any_characters(pattern: str, path: str, fits: bool) -> None:
    assert fits_path(pattern, path) is fits


@pytest.mark.parametrize("pattern", ["*a*a*a*a*a*b", "*a" * 3000 + "*b", "*" * 8000 + "b", "*ab" * 20])
def test_no_pattern_keeps_the_server_busy(pattern: str) -> None:
    start = time.perf_counter()
    assert not fits_path(pattern, LONG)
    assert time.perf_counter() - start < 0.5
