"""Code that sends a request, in three languages. `$BASE_URL$` and `$API_KEY$` are the reader's to fill in.

Each stands within a text: in single quotes for a shell, in double quotes for JavaScript and Python. The page
escapes what is filled in accordingly.
"""

import json
import shlex
from pprint import pformat
from typing import Any

from leads_contract import Operation

BASE_URL, API_KEY = "$BASE_URL$", "$API_KEY$"


def samples(operation: Operation, body: Any) -> dict[str, str]:
    """Language -> code, for one request with this body (None: without)."""
    examples = {name: said.example or name for name, said in operation.parameters.items()}
    path = operation.path.format_map(examples)
    return {
        "curl": _curl(operation.method, path, body),
        "JavaScript": _javascript(operation.method, path, body),
        "Python": _python(operation.method, path, body),
    }


def _curl(method: str, path: str, body: Any) -> str:
    lines = [f"curl -X {method} '{BASE_URL}{path}'", f"-H 'Authorization: Bearer {API_KEY}'"]
    if body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(body, indent=2))}"]
    return " \\\n  ".join(lines)


def _javascript(method: str, path: str, body: Any) -> str:
    sent = (
        ""
        if body is None
        else f",\n  body: JSON.stringify({json.dumps(body, indent=2)})".replace("\n", "\n  ")
    )
    kind = "" if body is None else '\n    "Content-Type": "application/json",'
    sent = sent.replace("\n    body", "\n  body")
    return f"""const response = await fetch("{BASE_URL}{path}", {{
  method: "{method}",
  headers: {{
    "Authorization": "Bearer {API_KEY}",{kind}
  }}{sent}
}});
const answer = await response.json();
if (!answer.success) throw new Error(`${{answer.code}}: ${{answer.error}}`);
console.log(answer.data);"""


def _python(method: str, path: str, body: Any) -> str:
    sent = "" if body is None else f"    json={pformat(body, sort_dicts=False, width=80)},\n"
    return f"""import requests

response = requests.{method.lower()}(
    "{BASE_URL}{path}",
    headers={{"Authorization": "Bearer {API_KEY}"}},
{sent}    timeout=10,
)
answer = response.json()
if not answer["success"]:
    raise SystemExit(f"{{answer['code']}}: {{answer['error']}}")
print(answer["data"])"""
