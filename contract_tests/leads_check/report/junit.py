"""The report as JUnit XML: one test case for each rule, one suite for each level."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from leads_check.report.reading import LEADS, Document, changes_lead, judged_on, kind_of, says_all, told
from leads_check.report.remaining import told_remaining
from leads_check.report.values import shorten, visible
from leads_check.rules.rule import Level

_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) has no way to write."""
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def junit_xml(document: Document) -> str:
    """The XML document."""
    root = Element("testsuites", name="leads-contract", time=f"{document['seconds']:.3f}")
    for level in Level:
        verdicts = [verdict for verdict in document["verdicts"] if verdict["level"] == level]
        if verdicts:
            _suite(root, level, document, map(_case, verdicts))
    if document["left"] or document["unreadable"] or document["remaining"]:
        _suite(root, "run", document, [_left_case(document)])
    for attribute in ("tests", *_COUNTED.values()):
        root.set(attribute, str(sum(int(suite.get(attribute, 0)) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, name: str, document: Document, cases: Iterable[Element]) -> None:
    started = document["started"][:19]
    suite = SubElement(root, "testsuite", name=f"leads-contract {name}", timestamp=started, time="0.000")
    _properties(suite, document)
    suite.extend(cases)
    for tag, attribute in _COUNTED.items():
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("tests", str(len(suite.findall("testcase"))))


def _properties(suite: Element, document: Document) -> None:
    run = {
        "verdict": document["verdict"],
        "deployment": document["deployment"],
        "exit-code": document["exit"]["code"],
        "exit-code-meaning": document["exit"]["meaning"],
        "requests": f"{document['requests']['used']} of {document['requests']['limit']}",
        "seed": document["seed"],
        "command": document["command"],
        "ended-early": document["fatal"],
    }
    properties = SubElement(suite, "properties")
    for name, value in run.items():
        if value != "":
            SubElement(properties, "property", name=name, value=_clean(str(value)))


def _case(verdict: Document) -> Element:
    case = Element(
        "testcase", classname=f"leads-contract.{verdict['level']}", name=verdict["rule"], time="0.000"
    )
    kind, detail = kind_of(verdict), _detail(verdict)
    if kind == "fail":
        _child(case, "failure", _headline(verdict), detail, verdict["clause"]["id"])
    elif kind == "error":
        _child(case, "error", verdict["reason"], "This is a defect of leads-contract, not of the deployment.")
    elif kind in ("not-exercised", "inconclusive"):
        _child(case, "skipped", f"{kind}: {verdict['reason']}")
    elif kind == "waived":
        _child(case, "skipped", verdict["note"], detail)
    elif detail:
        SubElement(case, "system-out").text = _clean(detail)
    return case


def _child(case: Element, tag: str, message: str, text: str = "", kind: str | None = None) -> None:
    child = SubElement(case, tag, message=_clean(shorten(" ".join(message.split()))))
    if kind is not None:
        child.set("type", kind)
    child.text = _clean(text) or None


def _headline(verdict: Document) -> str:
    finding = verdict["findings"][0]
    return str(finding["what"]) if says_all(finding) else f"{finding['what']}: {'; '.join(_sides(finding))}"


def _detail(verdict: Document) -> str:
    """What there is to tell of the verdict, as lines of text."""
    if "question" in verdict:
        question = verdict["question"]
        answer = question["answer"] or question["seen"]
        return f"{question['text']}\nanswer: {answer} (default: {question['default']})"
    clause, findings = verdict["clause"], verdict["findings"]
    lines = [verdict["note"]] if verdict["note"] else []
    if findings:
        lines += [
            f"{verdict['level']}: {clause['statement']}",
            f"source: {clause['source']}{judged_on(verdict)}",
        ]
        lines += [f"probably follows from {verdict['cause']}"] if verdict["cause"] else []
    return "\n".join([*lines, *(line for finding in findings for line in _told(finding))])


def _told(finding: Document) -> list[str]:
    sent = [*finding["before"], finding["sent"]]
    rows = finding.get("difference", [finding])
    values = ("  " + f"{row.get('path', '')} {side}".lstrip() for row in rows for side in _sides(row))
    return [
        "",
        finding["what"],
        *values,
        *(f"  {one['method']} {one['url']} -> {one['status']}" for one in sent),
        f"  to repeat it{' (this changes the lead)' if any(map(changes_lead, sent)) else ''}:",
        *(f"  {one['curl']}" for one in sent),
    ]


def _sides(values: Document) -> list[str]:
    return [f"{side} {told(values, side)}" for side in ("expected", "actual")]


def _left_case(document: Document) -> Element:
    case = Element("testcase", classname="leads-contract.run", name="everything-put-back", time="0.000")
    lines = [f"{left['where']} of {LEADS[left['lead']]}\n  {left['curl']}" for left in document["left"]]
    lines += [f"{LEADS[lead['lead']]} cannot be read: {lead['reason']}" for lead in document["unreadable"]]
    lines += [f"{told_remaining(one)}\n  {one['curl']}" for one in document["remaining"]]
    _child(case, "failure", document["verdict"], "\n".join(lines), "not-put-back")
    return case


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", visible(text))
