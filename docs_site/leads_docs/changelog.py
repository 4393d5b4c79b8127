"""What CHANGELOG.md says of the contract."""

import re
from collections.abc import Iterator

_SECTION = "The contract"


def changes(text: str) -> Iterator[tuple[str, str]]:
    """Each release that changed the contract, with the Markdown of its section `### The contract`."""
    for release in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, *sections = re.split(r"^### ", release, flags=re.MULTILINE)
        for section in sections:
            title, _, said = section.partition("\n")
            if title.strip() == _SECTION:
                yield name.partition("\n")[0].strip(), said
