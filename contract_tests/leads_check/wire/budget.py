"""The ceiling on everything that a run sends, waits for and keeps in memory."""

from threading import Lock

from leads_check.wire.unpacking import MAX_BODY, Refused

MAX_KEPT = 32 * 2**20
"""Bytes that the answers of a run may take in memory, about. A usual run needs a fiftieth of it."""


class BudgetExhausted(Exception):
    """No request is left but those that putting things back needs."""


class Budget:
    """Counts requests, waiting and memory. `reserve` requests are kept for the time after `release`.

    `spend` never lets the count pass `limit`, whoever asks. `waited` is in seconds; it starts anew with
    `release`, so that no waiting while checking takes from the patience while putting back. Safe to use from
    several threads.
    """

    def __init__(self, limit: int, reserve: int = 0) -> None:
        self.limit = limit
        self.used = 0
        self.waited = 0.0
        self._reserve = reserve
        self._held = 0
        self._is_released = False
        self._lock = Lock()

    @property
    def left(self) -> int:
        """Requests that may still be sent now."""
        return max(0, self.limit - self._reserve - self.used)

    def set_aside(self, reserve: int) -> None:
        """Keeps so many requests back."""
        self._reserve = reserve

    def release(self) -> None:
        """Makes the reserve available: from now on things are put back."""
        self._reserve = 0
        self.waited = 0.0
        self._held = 0
        self._is_released = True

    def spend(self) -> None:
        """Counts one request. Raises BudgetExhausted."""
        with self._lock:
            if self.left == 0:
                raise BudgetExhausted(f"the budget of {self.limit} requests is used up")
            if self._held > MAX_KEPT and not self._is_released:
                raise BudgetExhausted(
                    f"the answers so far take over {MAX_KEPT // 2**20} MiB; the check needs a smaller lead"
                )
            self.used += 1

    def refund(self) -> None:
        """Takes back one that was counted and then could not be sent."""
        with self._lock:
            self.used -= 1

    def hold(self, size: int) -> None:
        """Counts bytes of an answer that is being read. Raises Refused where there is no room for them."""
        with self._lock:
            if self._held + size > MAX_KEPT + MAX_BODY:
                raise Refused(f"the answers together take more than {(MAX_KEPT + MAX_BODY) // 2**20} MiB")
            self._held += size

    def let_go(self, size: int) -> None:
        """Takes back bytes that are no longer held."""
        with self._lock:
            self._held = max(0, self._held - size)

    def keep(self, size: int) -> None:
        """Counts an answer that stays: while things are put back, none does."""
        if not self._is_released:
            with self._lock:
                self._held += size
