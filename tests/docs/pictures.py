"""The pictures of README.md: a check in a terminal, its report, and the documentation; `make pictures`."""

import os
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from leads_reference.faults import FAULTS
from leads_reference.serve import serve
from leads_reference.world import WORLD
from tests.docs.browser import visit

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
BIN = Path(sys.executable).parent
BROKEN = "status-message-lists-values"
"""The promise that the pictured deployment breaks."""
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 1.4rem 1.6rem; background: #14171a; color: #e4e7ea; max-width: 60rem }}
pre {{ font: 14px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap }}
b {{ color: #8ab4f8; font-weight: 400 }}
</style><pre><b>$ leads-contract check https://staging.example.com --lead-id {lead}</b>
{text}</pre>"""


def main() -> None:
    """Writes docs/pictures/terminal.png, report.png and site.png."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = _check(folder)
        page = TERMINAL.format(lead=WORLD.lead_id, text=escape(told))
        (folder / "terminal.html").write_text(page, encoding="utf-8")
        shots = {
            "terminal": folder / "terminal.html",
            "report": folder / "out" / "report.html",
            "site": folder / "site" / "update-lead.html",
        }
        visit(
            folder,
            [
                {
                    "url": path.as_uri() + ("#~merging" if name == "site" else ""),
                    "width": 1000,
                    "height": 480 if name == "terminal" else 720,
                    "audit": False,
                    "shot": str(PICTURES / f"{name}.png"),
                }
                for name, path in shots.items()
            ],
        )
    print(f"pictures are in {PICTURES}")


def _check(folder: Path) -> str:
    """What a check of a deployment with one defect prints; its report and the site lie in the folder."""
    fault = next(fault for fault in FAULTS if fault.clause == BROKEN)
    with serve(fault.deploy()) as url:
        command = (BIN / "leads-contract", "check", url, "--lead-id", WORLD.lead_id, "--report-dir", "out")
        options = ("--other-lead-id", WORLD.other_lead_id)
        environment = {**os.environ, "LEADS_API_KEY": WORLD.api_key, "NO_COLOR": "1"}
        done = subprocess.run(
            [*command, *options], cwd=folder, env=environment, capture_output=True, text=True
        )
    report = folder / "out" / "report.json"
    for file in (folder / "out").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(url, "https://staging.example.com"), encoding="utf-8")
    subprocess.run([BIN / "leads-contract", "docs", "--out", folder / "site", "--report", report], check=True)
    return done.stdout.replace(url, "https://staging.example.com")


if __name__ == "__main__":
    main()
