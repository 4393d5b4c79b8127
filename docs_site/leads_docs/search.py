"""What the search of the site finds: ids, codes, fields, parameters, answers, options and headings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from leads_docs.commands import commands
from leads_docs.control import control_groups
from leads_docs.links import anchor_of
from leads_docs.names import operations_in_order, page_of
from leads_docs.shapes import members

if TYPE_CHECKING:
    from leads_docs.site import Site

Entry = dict[str, str]


def entries(site: "Site", titles: Mapping[str, str], made: Mapping[str, str]) -> list[Entry]:
    """Each with `title`, `kind`, `text` and `to` (page and anchor); `made` has the pages' HTML by name."""
    named = [*_pages(titles), *_contract(site), *_operations(site), *_commands(), *_control()]
    known = {entry["to"] for entry in named}
    # The heading of a clause or a command is found by its name.
    return named + [heading for heading in _headings(titles, made) if heading["to"] not in known]


def _pages(titles: Mapping[str, str]) -> Iterator[Entry]:
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


def _operations(site: "Site") -> Iterator[Entry]:
    contract = site.contract
    known = {*contract.fields, *contract.read_only}
    for operation in operations_in_order(contract):
        page, name = page_of(operation), operation.summary
        where = f"{operation.method} {operation.path}"
        yield {"title": operation.id, "kind": "operation", "text": f"{name}: {where}", "to": page}
        for parameter in operation.parameters.values():
            to = f"{page}#{anchor_of(contract, operation, parameter)}"
            text = parameter.description.replace("`", "")
            yield {"title": parameter.name, "kind": f"parameter of {name}", "text": text, "to": to}
        for member in members(site.settled.operations[operation.id].responses[operation.success].schema):
            title, to = member.path.rpartition(".")[2], f"{page}#~member-{member.path}"
            if title not in known:
                text = f"{member.path} {member.description}".replace("`", "")
                yield {"title": title, "kind": f"answer of {name}", "text": text, "to": to}
    for refusal in contract.refusals.values():
        for detail in refusal.details.values():
            text, to = detail.description.replace("`", ""), f"errors.html#{refusal.code}"
            yield {"title": detail.name, "kind": f"detail of {refusal.code}", "text": text, "to": to}


def _commands() -> Iterator[Entry]:
    for command in commands():
        to = f"commands.html#{command.anchor}"
        text = f"{command.description} {command.epilog}".strip()
        yield {"title": command.name, "kind": "command", "text": text, "to": to}
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


def _headings(titles: Mapping[str, str], made: Mapping[str, str]) -> Iterator[Entry]:
    for page, title in titles.items():
        for heading in _Headings(made[page]).found:
            text = " ".join(heading.text.split())
            yield {"title": heading.title.strip(), "kind": title, "text": text, "to": f"{page}{heading.to}"}


@dataclass
class _Heading:
    """`to` is an anchor, empty where it has none; `text` is what follows, without code."""

    title: str = ""
    text: str = ""
    to: str = ""


class _Headings(HTMLParser):
    """The headings of one page, as they are `found`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[_Heading] = []
        self._within = "head"
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("h2", "h3"):
            self.found.append(_Heading(to=f"#{given['id']}" if "id" in given else ""))
        if tag == "a" and given.get("class") == "anchor" and self._within in ("h2", "h3"):
            self.found[-1].to = str(given["href"])
        if tag in ("h2", "h3", "pre", "script") or given.get("class") == "anchor":
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = "main"
        if tag == "main":
            self._within = "foot"

    def handle_data(self, data: str) -> None:
        if self._within in ("h2", "h3"):
            self.found[-1].title += data
        elif self._within == "main" and self.found:
            self.found[-1].text += data
