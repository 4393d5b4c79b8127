"""Updates at times that can be told apart."""

from leads_check.evidence.exchange import STATUSES
from leads_check.scenes.scene import Play, Setting, put, read, scene, tick

CLAUSE = "updated-at-is-update-time"


@scene(7, "lead")
def clock(setting: Setting) -> Play:
    for label, body in (
        ("status", {"status": setting.another("status", STATUSES)}),
        ("name", {"name": setting.name()}),
        ("metadata added", {"metadata": {"contract_test_clock": setting.token()}}),
        ("metadata removed", {"metadata": {"contract_test_clock": None}}),
        ("phone", {"phone": setting.phone()}),
        ("phone cleared", {"phone": None}),
    ):
        yield from tick()
        yield from put(label, body, clause=CLAUSE)
    yield from read()
