"""What serves the control API, beside the contract's: its calls, its refusals, its failures."""

import logging
from collections.abc import Mapping

from leads_mock.body import received
from leads_mock.control.calls import Act, Text
from leads_mock.control.reading import reader
from leads_mock.control.wrong import Wrong
from leads_mock.core.errors import HeadersTooLarge, PayloadTooLarge, TargetTooLong, UnknownHost, Unreadable
from leads_mock.core.json_text import encode
from leads_mock.gate import Gate
from leads_mock.house import NoWorkspace
from leads_mock.pipeline import REFUSED, Asked, Disconnected, Reply, date_of
from leads_mock.problems import own_answer
from leads_mock.routes import PREFIX

_MOST_BYTES = 2**30
"""Of a body: a state with a million leads fits."""
logger = logging.getLogger(__name__)


class Entrance:
    """Serves `acts`, by operationId of the control API."""

    def __init__(self, acts: Mapping[str, Act], gate: Gate) -> None:
        self._acts, self._gate = acts, gate

    async def __call__(self, asked: Asked) -> Reply:
        return (await self._done(asked)).add([date_of(asked)])

    async def _done(self, asked: Asked) -> Reply:
        try:
            if refusal := asked.scope.get(REFUSED):
                raise refusal
            if barred := self._gate.bars(asked):
                return _refused(Wrong(barred.status, barred.error))
            return await self._answer(asked, _operation(asked))
        except Disconnected:
            raise
        except PayloadTooLarge:
            return _refused(Wrong(413, "has more than a gigabyte", "body"))
        except NoWorkspace as error:
            return _refused(Wrong(404, f"there is no workspace {error}", "workspace"))
        except (Unreadable, TargetTooLong, HeadersTooLarge, UnknownHost) as refusal:
            return _refused(Wrong(*own_answer(refusal)))
        except Wrong as wrong:
            return _refused(wrong)
        except Exception:
            logger.exception("a control call failed")
            return _refused(Wrong(500, "internal server error"))

    async def _answer(self, asked: Asked, operation_id: str) -> Reply:
        calls = reader(operation_id)
        done = self._acts[operation_id](calls.read(asked, await received(asked, _MOST_BYTES)))
        if isinstance(done, Text):
            return Reply(calls.status, done, content_type=done.content_type)
        return Reply(calls.status, b"" if calls.status == 204 else encode(done))


def _operation(asked: Asked) -> str:
    served = dict(asked.methods)
    if "GET" in served:
        served["HEAD"] = served["GET"]
    if not served:
        raise Wrong(404, f"no such call; GET {PREFIX}/openapi.json lists them")
    if asked.method not in served:
        raise Wrong(405, f"{asked.method} is not served here", allow=", ".join(sorted(served)))
    return served[asked.method]


def _refused(wrong: Wrong) -> Reply:
    headers = [(b"allow", wrong.allow.encode())] if wrong.allow else []
    if wrong.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    text = f"{wrong.field}: {wrong.error}" if wrong.field else wrong.error
    return Reply(wrong.status, encode({"error": text, "field": wrong.field}), headers)
