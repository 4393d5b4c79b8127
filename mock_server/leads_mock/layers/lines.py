"""One log line for each request."""

import logging
import re

from leads_mock.clock import elapsed
from leads_mock.masking import shown_target
from leads_mock.pipeline import Asked, Disconnected, Handle, Reply

logger = logging.getLogger(__name__)
_CODE = re.compile(rb'"code":"([A-Z_]+)"')


def logged(handle: Handle) -> Handle:
    """The layer: method, target, status, the refusal's code, the workspace, and milliseconds; no key."""

    async def logging_it(asked: Asked) -> Reply:
        start = elapsed()
        try:
            reply = await handle(asked)
        except Disconnected:
            logger.info("%s: the client went away", _told(asked))
            raise
        code = _CODE.search(reply.body) if reply.status >= 400 else None
        outcome = f"{reply.status} {code[1].decode()}" if code else f"{reply.status}"
        whose = asked.workspace or "no workspace"
        logger.info("%s: %s, %s, %.1f ms", _told(asked), outcome, whose, 1000 * (elapsed() - start))
        return reply

    return logging_it


def _told(asked: Asked) -> str:
    return f"{asked.method} {shown_target(asked.path, asked.query, asked.key)}"
