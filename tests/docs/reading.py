"""The site's files as a reader sees them: anchors, links, texts of elements by id, code that runs."""

import shutil
import sys
from html.parser import HTMLParser

RUNNERS = {
    # what runs a sample of each language
    "curl": ["sh", "-c"],
    "JavaScript": [str(shutil.which("node")), "--input-type=module", "-e"],
    "Python": [sys.executable, "-c"],
}


class Page(HTMLParser):
    """One page: `ids` in order, `links` with their targets, `text` of all."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.pres: dict[str, list[str]] = {}
        self._pre: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("href", "src"):
            if given.get(name):
                self.links.append(str(given[name]))
        if tag == "pre":
            self._pre = str(given.get("class") or given.get("aria-label"))
            self.pres.setdefault(self._pre, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._pre = None

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._pre is not None:
            self.pres[self._pre][-1] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())
