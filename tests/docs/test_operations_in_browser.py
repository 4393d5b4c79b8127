"""What the pages of operations do in Chromium: code filled in and copied, requests tried out."""

import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from leads_docs.site import Site, files

from leads_contract import Profile, load_contract
from tests.docs.browser import needs_browser, visit
from tests.docs.reading import RUNNERS
from tests.mock.running import running_mock

CONTRACT = load_contract()
pytestmark = [needs_browser, pytest.mark.xdist_group("docs"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as files."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in files(Site(CONTRACT, Profile(CONTRACT.questions))).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_code_is_filled_in_with_the_readers_own(folder: Path, tmp_path: Path) -> None:
    steps: list[list[Any]] = [
        ["fill", "input[name=BASE_URL]", "http://127.0.0.1:1234"],
        ["fill", "input[name=API_KEY]", "sk-mine"],
        *(["read", f"pre[aria-label={language}]"] for language in ("curl", "JavaScript", "Python")),
    ]
    (told,) = visit(
        tmp_path, [{"url": (folder / "update-lead.html").as_uri(), "steps": steps, "audit": False}]
    )
    assert all(
        "http://127.0.0.1:1234/api/v1/leads/" in text and "Bearer sk-mine" in text for text in told.seen
    )


STANDINS = {
    # what stands in for that which the code of a language sends with; it prints the address and the key
    "curl": 'curl() { printf "%s\\n%s" "$3" "$5"; }\n',
    "JavaScript": """globalThis.fetch = (url, { headers }) => {
  process.stdout.write(`${url}\\n${headers.Authorization}`);
  process.exit();
};
""",
    "Python": """import sys, types
def get(url, headers, timeout):
    sys.stdout.buffer.write(f"{url}\\n{headers['Authorization']}".encode())
    raise SystemExit
sys.modules["requests"] = types.SimpleNamespace(get=get)
""",
}


HOSTILE = [
    # a base URL and a key that a reader may fill in
    ("http://127.0.0.1:1", "sk-mine"),
    ("http://127.0.0.1:1/", "sk-mine"),
    ("http://127.0.0.1:1/v2//", "sk-mine"),
    ("http://127.0.0.1:1/'; echo X; '", "$(id)"),
    ('http://127.0.0.1:1/"$API_KEY$"', 'sk-"; echo X; "'),
    ("http://127.0.0.1:1/`id`", "'; echo X; '"),
    ("http://127.0.0.1:1/\\", "\\"),
    ("http://127.0.0.1:1/${1+1}{1+1}", "$& $$ $` $' $BASE_URL$"),
    ("http://127.0.0.1:1/é", "!! \u2028 </pre><b>"),
]


def test_what_is_filled_in_stays_a_text_in_each_language(folder: Path, tmp_path: Path) -> None:
    def filled(base: str, key: str) -> list[list[Any]]:
        fields = [["fill", "input[name=BASE_URL]", base], ["fill", "input[name=API_KEY]", key]]
        return [*fields, *(["read", f"pre[aria-label={language}]"] for language in STANDINS)]

    url = (folder / "get-lead.html").as_uri()
    steps = [step for base, key in HOSTILE for step in filled(base, key)]
    (told,) = visit(tmp_path, [{"url": url, "steps": steps, "audit": False}])
    samples = iter(told.seen)
    for base, key in HOSTILE:
        for language, standin in STANDINS.items():
            command = [*RUNNERS[language], standin + next(samples)]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
            to, header = done.stdout.split("\n")
            assert to == f"{base.rstrip('/')}/api/v1/leads/lead_1234567890abcdef", command
            assert header.removeprefix("Authorization: ") == f"Bearer {key}", command


def test_copy_puts_the_sample_into_the_clipboard(folder: Path, tmp_path: Path) -> None:
    (told,) = visit(
        tmp_path,
        [
            {
                "url": (folder / "update-lead.html").as_uri(),
                "steps": [
                    ["fill", "input[name=API_KEY]", "sk-mine"],
                    ["click", "button[aria-label='Copy curl']"],
                    ["wait", "button:text-is('Copied')"],
                    ["ask", None, "document.querySelector('pre[aria-label=curl]').textContent"],
                    ["ask", None, "navigator.clipboard.readText()"],
                ],
                "permissions": ["clipboard-read", "clipboard-write"],
                "audit": False,
            }
        ],
    )
    sample, copied = told.seen
    assert "Bearer sk-mine" in copied
    assert copied == sample


def test_the_try_out_changes_a_lead_and_explains_a_refusal(tmp_path: Path) -> None:
    def sent(body: str) -> list[list[Any]]:
        return [["fill", ".trial textarea", body], ["click", ".trial button"], ["wait", ".trial output pre"]]

    with running_mock() as mock:
        url = f"{mock.url}/docs/update-lead.html"
        told = visit(
            tmp_path,
            [
                {"url": url, "steps": [*sent('{"status": "lost"}'), ["read", ".trial output"]]},
                {"url": url, "steps": [*sent('{"status": "odd"}'), ["read", ".trial output"]]},
                {"url": url, "steps": [*sent('{"status": null}'), ["read", ".trial output"]]},
                {"url": f"{mock.url}/docs", "theme": "dark"},
            ],
        )
        leads = httpx.get(f"{mock.url}/__admin/leads", trust_env=False).json()["leads"]
    accepted, refused, null, front = told
    assert {lead["id"]: lead["status"] for lead in leads}["lead_1234567890abcdef"] == "lost"
    assert "Answered with 200." in accepted.seen[0]
    assert "Answered with 400." in refused.seen[0]
    assert "invalid-status-refused" in refused.seen[0]
    assert "null-status" not in refused.seen[0]
    assert "null-status" in null.seen[0]
    assert [it.violations for it in told] == [[], [], [], []]
    assert front.said == []
    assert "Three uses" in front.text
    assert all(request.startswith(mock.url) or request == "data:," for it in told for request in it.requested)


def entered(values: dict[str, str]) -> list[list[Any]]:
    """The try-out's form filled in and sent; what comes is read."""
    filled = [["fill", f".trial [name={name}]", value] for name, value in values.items()]
    return [*filled, ["click", ".trial button"], ["wait", ".trial output pre"], ["read", ".trial output p"]]


LONG = '{"name": "' + "n" * 256 + '"}'
MET: dict[str, list[tuple[dict[str, str], str]]] = {
    # the page, what is entered, and what a refusal of it meets
    "update-lead": [
        ({"body": '{"name": 5}'}, "wrong-types-refused"),
        ({"body": '{"metadata": []}'}, "wrong-types-refused"),
        ({"body": '{"name": ""}'}, "empty-name"),
        ({"body": '{"name": null}'}, "null-name"),
        ({"body": LONG}, "long-name"),
        ({"body": '{"email": ""}'}, "invalid-email-refused"),
        ({"body": '{"phone": "x"}'}, "invalid-phone-refused"),
        ({"body": '{"status": "x"}'}, "invalid-status-refused"),
        ({"body": '{"id": "lead_1"}'}, "sent-id"),
        ({"body": '{"other": 1}'}, "unknown-fields"),
        ({"body": '{"email": "jane.smith@example.com"}'}, "duplicate-email-refused"),
        ({"body": "{bad"}, "malformed-body-refused"),
        ({"body": ""}, "malformed-body-refused"),
        ({"body": "[]"}, "non-object-body"),
        ({"body": "{}"}, "empty-update"),
        ({"key": "sk-nobody"}, "unknown-key-refused"),
        ({"key": "a b"}, "malformed-key-refused"),
        ({"key": ""}, "missing-key-refused"),
        ({"leadId": "lead_00000000deadbeef"}, "unknown-lead-refused"),
        ({"leadId": "x"}, "malformed-lead-id"),
    ],
    "get-lead": [({"leadId": "lead_00000000deadbeef"}, "get-unknown-refused")],
    "delete-lead": [({"leadId": "lead_00000000deadbeef"}, "delete-unknown-refused")],
    "create-lead": [
        ({"body": "{}"}, "missing-field-refused"),
        ({"body": '{"name": "Ada"}'}, "missing-field-refused"),
        ({"body": '{"name": null, "email": "a@example.com"}'}, "required-null"),
        ({"body": '{"name": 5, "email": "a@example.com"}'}, "create-invalid-refused"),
        ({"body": '{"name": "Ada", "email": "jane.smith@example.com"}'}, "create-duplicate-refused"),
        ({"chatbotId": "cb_00000000deadbeef"}, "foreign-chatbot-as-unknown, unknown-chatbot"),
    ],
    "list-leads": [
        ({"status": "zz"}, "unknown-status"),
        ({"limit": "0"}, "low-limit"),
        ({"limit": "101"}, "large-limit"),
        ({"limit": "abc"}, "no-number"),
        ({"page": "-1"}, "low-page"),
        ({"page": "1.5"}, "no-number"),
        ({"page": "99"}, "page-beyond-end"),
    ],
}
REFUSING = {
    # answers under which all of that is refused
    "unknown-fields": "refused",
    "sent-id": "refused",
    "empty-update": "refused",
    "long-name": "characters-255",
    "malformed-lead-id": "refused",
    "page-beyond-end": "refused",
}


def test_the_try_out_names_what_a_refusal_meets(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("".join(f"{name}: {answer}\n" for name, answer in REFUSING.items()), encoding="utf-8")
    with running_mock("--profile", str(profile)) as mock:
        told = visit(
            tmp_path,
            [
                {
                    "url": f"{mock.url}/docs/{page}.html",
                    "audit": False,
                    "steps": [step for values, _ in cases for step in [["reload", None], *entered(values)]],
                }
                for page, cases in MET.items()
            ],
        )
    said = {
        page: [text.partition("What it meets: ")[2] for text in it.seen]
        for page, it in zip(MET, told, strict=True)
    }
    assert said == {page: [ids for _, ids in cases] for page, cases in MET.items()}
