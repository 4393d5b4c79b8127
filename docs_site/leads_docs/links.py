"""Where on the site something is explained: the anchor of a clause, question, code or field is its id."""

from collections.abc import Mapping

from leads_contract import Contract, Operation, Parameter
from leads_docs.names import operations_in_order, page_of


def places(contract: Contract) -> Mapping[str, str]:
    """Id of a clause, question, code, field or operation -> page and anchor."""
    first = page_of(operations_in_order(contract)[0])
    return {
        **{name: f"{first}#{name}" for name in (*contract.fields, *contract.read_only)},
        **{operation.id: page_of(operation) for operation in contract.operations.values()},
        **{code: f"errors.html#{code}" for code in contract.refusals},
        **{question: f"questions.html#{question}" for question in contract.questions},
        **{clause: f"promises.html#{clause}" for clause in contract.clauses},
    }


def anchor_of(contract: Contract, operation: Operation, parameter: Parameter) -> str:
    """The id of a parameter on the page of its operation: its name, where no field of the page has it."""
    is_field = operation.request is not None and parameter.name in _fields(contract)
    return f"~{parameter.place}-{parameter.name}" if is_field else parameter.name


def subjects(contract: Contract, pointer: str) -> list[str]:
    """The ids of what a pointer of `about` points at, as a reader knows it: fields, codes, operations."""
    parts = pointer.removeprefix("#/").replace("~1", "/").split("/")
    name = parts[-1]
    if parts[:2] == ["components", "schemas"] and "properties" in parts and name in _fields(contract):
        return [name]
    if parts[:2] == ["components", "responses"]:
        return _codes(contract, parts[2])
    if parts[0] == "paths":
        return [o.id for o in contract.operations.values() if _is_within(o.path, o.method, pointer)]
    return []


def _fields(contract: Contract) -> set[str]:
    return {*contract.fields, *contract.read_only}


def _codes(contract: Contract, response: str) -> list[str]:
    examples = [
        example
        for operation in contract.operations.values()
        for answer in operation.responses.values()
        if answer.name == response
        for example in answer.examples.values()
    ]
    return list(dict.fromkeys(example["code"] for example in examples if "code" in example))


def _is_within(path: str, method: str, pointer: str) -> bool:
    own = f"#/paths/{path.replace('/', '~1')}/{method.lower()}"
    return pointer == own or pointer.startswith(f"{own}/") or own.startswith(f"{pointer}/")
