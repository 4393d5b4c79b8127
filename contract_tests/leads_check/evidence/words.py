"""Sentences of ours, in which what came from outside is set apart, so that it alone is masked. Pure."""

from collections.abc import Iterator

_START, _END = "\ue000", "\ue001"


class Words(str):
    """Words of ours where a value of JSON might stand, such as “below 500”; `quoted` parts may be in them."""

    __slots__ = ()


NO_SUCH_ENTRY = Words("no such entry")
"""What is expected of a list where it shows what it must not."""


def quoted(text: object) -> str:
    """Text from outside, to be put into a sentence of ours."""
    inner = str(text).replace(_START, "").replace(_END, "")
    return f"{_START}{inner}{_END}"


def unquoted(sentence: str) -> str:
    """The sentence as it is, where whoever reads it may see all of it."""
    return sentence.replace(_START, "").replace(_END, "")


def parts(sentence: str) -> Iterator[tuple[bool, str]]:
    """The pieces of the sentence in order, and of each whether it is from outside."""
    for number, piece in enumerate(sentence.split(_START)):
        inner, _, rest = piece.partition(_END) if number else ("", "", piece)
        if number:
            yield True, inner
        if rest:
            yield False, rest


def called(target: str) -> str:
    """What people call a lead of a check: `the lead`, `the other lead`, `the foreign lead`."""
    return "the lead" if target == "lead" else f"the {target} lead"
