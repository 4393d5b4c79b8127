"""What a run knows of each lead, from one exchange to the next. Pure bookkeeping."""

from collections.abc import Sequence

from leads_check.evidence.exchange import Exchange, Lead, Log
from leads_check.session.restore import KNOWABLE


class Knowledge:
    """`log` has every exchange with what was known before it; `leads` is what is known now, by target."""

    def __init__(self) -> None:
        self.log = Log()
        self.leads: dict[str, Lead] = {}
        self._by_get: set[str] = set()
        self._since: dict[str, list[Exchange]] = {}

    def note(self, exchange: Exchange) -> Exchange:
        """Adds the exchange to the log, and learns from its answer."""
        target = exchange.request.target
        exchange.before = self.leads.get(target)
        exchange.before_was_read = target in self._by_get
        exchange.others = {other: lead for other, lead in self.leads.items() if other != target}
        since = self._since.setdefault(target, [])
        if exchange.request.is_read:
            exchange.since = tuple(since)
            if since and self.log and self.log[-1] is since[-1]:
                since[-1].read = exchange
            if exchange.lead is not None:
                since.clear()
        else:
            since.append(exchange)
        self.log.append(exchange)
        if exchange.lead is not None and target in KNOWABLE:
            self._learn(exchange, exchange.lead)
        elif exchange.accepted and exchange.is_write:
            self.leads.pop(target, None)
        return exchange

    def note_together(self, exchanges: Sequence[Exchange]) -> Sequence[Exchange]:
        """The same for exchanges that were made at once.

        In which order they took effect cannot be told, so what their leads are now is not known.
        """
        before = dict(self.leads)
        for exchange in exchanges:
            target = exchange.request.target
            exchange.others = {other: lead for other, lead in before.items() if other != target}
            self.log.append(exchange)
            self.leads.pop(target, None)
        return exchanges

    def _learn(self, exchange: Exchange, lead: Lead) -> None:
        target = exchange.request.target
        self.leads[target] = lead
        if exchange.method == "GET":
            self._by_get.add(target)
        else:
            self._by_get.discard(target)
