"""How others test with the mock, as files that the tests run and the page "Test with the mock" shows."""

from pathlib import Path

RECIPES = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.iterdir())
    if path.suffix in (".py", ".mjs") and path.stem != "__init__"
}
"""The text of each by its file's name."""
