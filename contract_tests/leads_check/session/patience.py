"""How long a deployment that does not answer is waited for while things are put back."""

from __future__ import annotations

import time

from leads_check.session.session import Session

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0


class Silent(Exception):
    """The deployment does not answer; it may be starting again."""


class Patience:
    """Pauses that grow, until `--max-wait` or the run's time is over."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._started = time.monotonic()
        self._waited = 0.0
        self._pause = _FIRST_PAUSE

    def wait(self) -> bool:
        """Pauses once; False, at once, where there is no patience left."""
        settings = self._session.settings
        waited = max(self._waited, time.monotonic() - self._started)
        is_over = self._session.seconds + self._pause > settings.max_time
        if waited + self._pause > settings.max_wait or is_over:
            return False
        self._session.sleep(self._pause)
        self._waited += self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return True
