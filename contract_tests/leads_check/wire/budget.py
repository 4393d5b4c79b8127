"""The ceiling on everything that is sent."""


class BudgetExhausted(Exception):
    """No request is left but those that putting things back needs."""


class Budget:
    """Counts requests. `reserve` of them are kept for the time after `release`.

    `spend` never lets the count pass `limit`, whoever asks.
    """

    def __init__(self, limit: int, reserve: int = 0) -> None:
        self.limit = limit
        self.used = 0
        self._reserve = reserve

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

    def spend(self) -> None:
        """Counts one request. Raises BudgetExhausted."""
        if self.left == 0:
            raise BudgetExhausted(f"the budget of {self.limit} requests is used up")
        self.used += 1
