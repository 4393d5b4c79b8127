"""Plain input that makes careless servers fail, and that stores nothing."""

from leads_check.scenes.scene import Play, Setting, put, scene


@scene(4, "lead", about=("no-server-error",))
def odd_input(setting: Setting) -> Play:
    yield from put("null", b"null")
    yield from put("a long id", {"status": "new"}, target="unknown", lead_id="lead_" + "0" * 3000)
    yield from put("an odd id", {"status": "new"}, target="unknown", lead_id="lead_%00%25%27%22%3B--")
