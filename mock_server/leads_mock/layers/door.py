"""The one door by which answers leave, refusals and failures too."""

from leads_mock.layers.quota import headers_of
from leads_mock.pipeline import REFUSED, Asked, Disconnected, Handle, Reply
from leads_mock.problems import Problems


class Door:
    """A layer that makes an answer of whatever was raised. Each answer tells time and quota."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def __call__(self, handle: Handle) -> Handle:
        async def leaving(asked: Asked) -> Reply:
            try:
                if refusal := asked.scope.get(REFUSED):
                    raise refusal
                reply = await handle(asked)
            except Disconnected:
                raise
            except Exception as error:
                reply = self._problems.reply(error, asked.room.clock)
            return reply.add(headers_of(asked))

        return leaving
