"""What the search of the site finds: ids, codes, fields, options and headings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leads_docs.commands import commands
from leads_docs.control import control_groups

if TYPE_CHECKING:
    from leads_docs.site import Site

Entry = dict[str, str]


def entries(site: "Site", titles: dict[str, str]) -> list[Entry]:
    """Each with `title`, `kind`, `text` and `to` (page and anchor)."""
    return [*_pages(titles), *_contract(site), *_commands(), *_control()]


def _pages(titles: dict[str, str]) -> Iterator[Entry]:
    for page, title in titles.items():
        yield {"title": title, "kind": "page", "text": "", "to": page}


def _contract(site: "Site") -> Iterator[Entry]:
    contract, places = site.contract, site.places

    def entry(name: str, kind: str, text: str) -> Entry:
        return {"title": name, "kind": kind, "text": text.replace("`", ""), "to": places[name]}

    for field in contract.fields.values():
        yield entry(field.name, "field", field.description)
    for read_only in contract.read_only.values():
        yield entry(read_only.name, "read-only field", read_only.description)
    for refusal in contract.refusals.values():
        yield entry(refusal.code, f"error {refusal.status}", refusal.error)
    for clause in contract.clauses.values():
        yield entry(clause.id, "promise", clause.statement)
    for question in contract.questions.values():
        yield entry(question.id, "open question", question.question)


def _commands() -> Iterator[Entry]:
    for command in commands():
        to = f"commands.html#{command.anchor}"
        yield {"title": command.name, "kind": "command", "text": command.description, "to": to}
        for argument in command.arguments:
            to = f"commands.html#{argument.anchor}"
            yield {
                "title": argument.written,
                "kind": f"option of {command.name}",
                "text": argument.help.replace("`", ""),
                "to": to,
            }


def _control() -> Iterator[Entry]:
    for call in (call for group in control_groups() for call in group.calls):
        title, to = f"{call.method} {call.path}", f"control.html#{call.id}"
        yield {"title": title, "kind": "control call", "text": call.summary, "to": to}
