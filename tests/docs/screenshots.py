"""Pictures of every page at three widths in both themes, for eyes: `make screenshots`."""

import tempfile
from pathlib import Path

from leads_docs.names import file_names
from leads_docs.site import Site, files

from leads_contract import Profile, load_contract
from tests.docs.browser import visit

SHOTS = Path(__file__).parents[2] / ".make" / "screenshots"


def main() -> None:
    """Writes .make/screenshots/PAGE-WIDTH-THEME.png."""
    contract = load_contract()
    SHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files(Site(contract, Profile(contract.questions))).items():
            (folder / file).write_text(text, encoding="utf-8")
        pages = [file for file in file_names(contract) if file.endswith(".html")]
        visit(
            folder,
            [
                {
                    "url": (folder / page).as_uri(),
                    "width": width,
                    "theme": theme,
                    "audit": False,
                    "shot": str(SHOTS / f"{page.removesuffix('.html')}-{width}-{theme}.png"),
                }
                for page in pages
                for width in (320, 768, 1280)
                for theme in ("light", "dark")
            ],
        )
    print(f"pictures are in {SHOTS}")


if __name__ == "__main__":
    main()
