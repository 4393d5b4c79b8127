"""A web site, and no API: every path is a page."""

from tests.hostile.serving import Visit, sized

PAGE = b"<!doctype html><title>Welcome</title>"


def answer(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", sized(PAGE))
