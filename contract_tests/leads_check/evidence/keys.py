"""Takes API keys out of texts, in whichever form they stand there. Pure."""

import base64
import html
from collections.abc import Iterable, Iterator
from urllib.parse import quote

_PREFIX = "sk-workspace_"
"""What every key begins with; it tells nothing."""
_SHORTEST = 8
"""Characters of a key in a row that are no longer shown."""
_LEAST = 4
"""A text of fewer characters, as in `X-Stage: qa`, stands in other words by chance."""
_LARGE = 100_000
"""Characters; a longer text, a filler of megabytes, is first searched as a whole."""


class Keys:
    """The keys of a run: as they are, in parts of at least eight characters, and encoded."""

    def __init__(self, keys: Iterable[str]) -> None:
        keys = list(keys)
        forms = {form.lower() for key in keys for form in _forms(key) if len(form) >= _LEAST}
        self._short = {key.strip().casefold() for key in keys if len(key) < _LEAST}
        self._pieces = {piece for form in forms for piece in _pieces(form)}
        self._sizes = sorted({len(piece) for piece in self._pieces})

    def has(self, text: str) -> bool:
        """Whether the whole text is a key that is too short to be looked for within others."""
        return text.strip().casefold() in self._short

    def out_of(self, text: str, instead: str) -> str:
        """The text with each such part replaced."""
        # Characters that become several in lower case would shift all that follows.
        low = text.lower() if len(text.lower()) == len(text) else text
        if len(text) > _LARGE and not any(piece in low for piece in self._pieces):
            return text
        kept, end, shown = 0, 0, list[str]()
        for at, size in self._found(low):
            if at > end or not shown:
                shown += [text[kept:at], instead]
            kept = end = max(end, at + size)
        return "".join([*shown, text[kept:]])

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        for at in range(len(text)) if self._sizes else ():
            for size in self._sizes:
                if text[at : at + size] in self._pieces:
                    yield at, size


def _pieces(form: str) -> Iterator[str]:
    size = min(_SHORTEST, len(form))
    return (form[at : at + size] for at in range(len(form) - size + 1))


def _forms(key: str) -> Iterator[str]:
    secret = key.removeprefix(_PREFIX)
    yield from (secret, secret[::-1], secret.encode().hex(), quote(secret, safe=""), html.escape(secret))
    yield "".join(f"%{byte:02x}" for byte in secret.encode())
    yield "".join(f"&#{ord(character)};" for character in secret)
    yield "".join(f"\\u{ord(character):04x}" for character in secret)
    for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode):
        for shift in range(3 if encode is not base64.b32encode else 5):
            # What stands before the key decides how its bytes fall into groups; the edges are left out.
            yield encode(b"x" * shift + secret.encode()).decode().rstrip("=")[4:-2]
        yield encode(key.encode()).decode().rstrip("=")[:-2]
