"""Answers that tests ask for: a request's own wish, or a script. All other requests pass."""

import asyncio
from collections.abc import Awaitable
from math import ceil

from leads_mock.body import BodyReader
from leads_mock.canned import Canned, Rules, Shelf, made_known
from leads_mock.core.json_text import Json, decode, encode
from leads_mock.core.ratelimit import Quota
from leads_mock.pipeline import Asked, Bent, Disconnected, Handle, Reply
from leads_mock.problems import Problems
from leads_mock.rooms import Rooms
from leads_mock.scripts import Script
from leads_mock.wishes import Wish, wish_of, without_wish


class Scripted:
    """The layer."""

    def __init__(
        self, shelf: Shelf, rules: Rules, bodies: BodyReader, problems: Problems, rooms: Rooms
    ) -> None:
        self._shelf, self._rules = shelf, rules
        self._bodies, self._problems, self._rooms = bodies, problems, rooms

    def __call__(self, handle: Handle) -> Handle:
        rooms = self._rooms

        def layer(asked: Asked) -> Awaitable[Reply]:
            # What nobody scripts and nothing wishes pays for these looks alone.
            if rooms.are_scripted or b"prefer" in asked.fields or b"__prefer" in asked.query:
                return self._serve(handle, asked)
            return handle(asked)

        return layer

    async def _serve(self, handle: Handle, asked: Asked) -> Reply:
        wish = wish_of(asked, self._shelf.operation(asked.methods.get(asked.method)))
        asked.query = without_wish(asked.query)
        if wish is None:
            return await self._scripted(handle, asked)
        await asyncio.sleep(wish.delay / 1000)
        if wish.code or wish.example:
            reply = self._wished(asked, wish, await self._sent(asked))
        else:
            reply = await self._real(handle, asked)
        return reply.add([(b"preference-applied", wish.text.encode("latin-1"))])

    def _wished(self, asked: Asked, wish: Wish, sent: Json) -> Reply:
        operation = self._shelf.operation(asked.methods.get(asked.method))
        canned = self._shelf.by_example(wish.example, operation) if wish.example else None
        return self._told(asked, canned or self._shelf.by_status(wish.code or 200, operation, sent), sent)

    async def _scripted(self, handle: Handle, asked: Asked) -> Reply:
        hall = self._rooms.hall.scripts
        scripts = hall if asked.room.scripts is hall else [*asked.room.scripts, *hall]
        sent = await self._sent(asked) if any(script.reads_body for script in scripts) else None
        lead, is_api = asked.parameters.get("leadId"), bool(asked.methods)
        for script in scripts:
            if script.takes(asked.method, asked.path, lead, sent, is_api=is_api):
                asked.script = script.id
                return await self._by(script, handle, asked)
        return await handle(asked)

    async def _by(self, script: Script, handle: Handle, asked: Asked) -> Reply:
        await asyncio.sleep(script.delay())
        if script.drop == "before":
            reply = Reply(204, b"")
        elif script.answer:
            reply = self._answered(script, asked, await self._sent(asked))
        else:
            reply = await self._real(handle, asked)
        return Bent(reply, script.drop, script.headers)

    def _answered(self, script: Script, asked: Asked, sent: Json) -> Reply:
        operation, answer = self._shelf.operation(asked.methods.get(asked.method)), script.answer
        if "example" in answer:
            canned = self._shelf.by_example(answer["example"], operation)
        elif "code" in answer:
            canned = self._shelf.by_code(answer["code"], operation)
        else:
            canned = self._shelf.by_status(answer["status"], operation, sent)
        assert canned is not None  # a script of what there is not cannot be made
        return self._told(asked, canned, sent)

    def _told(self, asked: Asked, canned: Canned, sent: Json) -> Reply:
        if canned.body is None:
            return Reply(canned.status, b"")
        body = made_known(canned.body, asked.parameters.get("leadId"), asked.workspace, sent, self._rules)
        if canned.status < 400:
            return Reply(canned.status, encode(body))
        details, headers = body.get("details", {}), []
        if "retryAfter" in details:
            # The example's own time is one of the past, when no client would wait for it.
            details["resetTime"] = ceil(asked.room.clock.seconds()) + details["retryAfter"]
            asked.quota = Quota(details["limit"], details["limit"], details["resetTime"])
            headers.append((b"retry-after", b"%d" % details["retryAfter"]))
        if canned.status == 405:
            headers.append((b"allow", ", ".join(sorted(asked.methods)).encode()))
        return self._problems.told(canned.status, body, asked.room.clock).add(headers)

    async def _real(self, handle: Handle, asked: Asked) -> Reply:
        """The answer without a script, refusals too: it may get other headers, or be cut."""
        try:
            return await handle(asked)
        except Disconnected:
            raise
        except Exception as error:
            return self._problems.reply(error, asked.room.clock)

    async def _sent(self, asked: Asked) -> Json:
        text = await self._bodies.receive(asked)
        try:
            return decode(text) if text else None
        except (ValueError, RecursionError):
            return None
