"""SSH is on the port."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.send(b"SSH-2.0-OpenSSH_9.6\r\n")
    visit.close()
