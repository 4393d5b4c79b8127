"""What stands in the log and in the journal instead of a key."""

import pytest
from leads_mock.masking import masked_credentials, masked_json, shown_target

KEY = "sk-workspace_aB+=%;\"'\\<{}[]~!$()*:?@^`|.Z9"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Bearer mykey", "Bearer sk-***"),
        ("bearer  mykey", "bearer sk-***"),
        ("Basic c2VjcmV0", "Basic sk-***"),
        ("mykey", "sk-***"),
        ("mykey ", "sk-***"),
        ("mykey ,", "sk-***"),
        (" mykey", "sk-***"),
        ("Bearer", "sk-***"),
        ("", "sk-***"),
    ],
)
def test_credentials(value: str, shown: str) -> None:
    assert masked_credentials(value) == shown


@pytest.mark.parametrize(
    ("path", "query", "key", "shown"),
    [
        ("/a", "", None, "/a"),
        ("/a", "b=%C3%BC&c", None, "/a?b=ü&c"),
        (f"/{KEY}", "", None, "/sk-***"),
        ("/a", f"key={KEY}&b=1", None, "/a?key=sk-***&b=1"),
        ("/a", f"{KEY}=1&b=1", None, "/a?sk-***&b=1"),
        ("/a", "key=sk%2Dworkspace%5Fab%2BcZ9", None, "/a?key=sk-***"),
        ("/a", "b=my&key&c=my%26key", "my&key", "/a?b=sk-***&c=sk-***"),
        ("/a", "my=1&b=%0a", "my", "/a?sk-***=1&b=\\n"),
    ],
)
def test_a_target_in_the_log(path: str, query: str, key: str | None, shown: str) -> None:
    assert shown_target(path, query.encode(), key) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"a": 1.0, "b\\n": "\\u00fc"}', '{"a": 1.0, "b\\n": "\\u00fc"}'),
        ('{"a": "sk-workspace_\\"Z9", "b": 1.0}', '{"a": "sk-***", "b": 1.0}'),
        ('{"\\u0073k-workspace_Z9": "m\\u0079key"}', '{"sk-***": "sk-***"}'),
        ('["a sk-workspace_Z9 b", "risk-free-words"]', '["a sk-*** b", "risk-free-words"]'),
    ],
)
def test_texts_within_json(text: str, shown: str) -> None:
    assert masked_json(text, "mykey") == shown
