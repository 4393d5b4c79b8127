"""The names of the site's files; known without making any of them."""

import re

from leads_contract import Contract, Operation, load_contract

PAGES = {
    # a page's file, and its title in the navigation
    "errors.html": "Errors",
    "promises.html": "Promises",
    "questions.html": "Open questions",
    "guides.html": "Guides",
    "testing.html": "Test with the mock",
    "control.html": "Control API",
    "commands.html": "Commands",
}
CHANGELOG = {"changelog.html": "Changelog of the contract"}
FRONT = "index.html"
ASSETS = {"site.css": "text/css", "site.js": "text/javascript", "search.js": "text/javascript"}


def page_of(operation: Operation) -> str:
    """`updateLead` has the page `update-lead.html`."""
    return re.sub(r"(?=[A-Z])", "-", operation.id).lower() + ".html"


def operations_in_order(contract: Contract) -> list[Operation]:
    """Update Lead first, since the contract is centred on it; then the others as the file has them."""
    return sorted(contract.operations.values(), key=lambda operation: operation.id != "updateLead")


def pages(contract: Contract) -> dict[str, str]:
    """All pages but the first and those of operations; the changelog is that of our own contract."""
    own = contract.document == load_contract().document
    return PAGES | CHANGELOG if own else PAGES


def file_names(contract: Contract) -> list[str]:
    """Every file of the site."""
    own = [page_of(operation) for operation in operations_in_order(contract)]
    return [FRONT, *own, *pages(contract), *ASSETS]
