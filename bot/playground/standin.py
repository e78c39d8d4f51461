"""A stand-in for Telegram: one bot, several chats, all in memory, no sockets and no clock of its own."""

from typing import Any

from bot.playground.standin_calls import Call, Files
from bot.playground.standin_json import answer
from bot.playground.standin_markup import plain
from bot.playground.standin_methods import METHODS
from bot.playground.standin_people import ButtonUnknown, MessageUnknown, People
from bot.playground.standin_values import (
    Dropped,
    Entry,
    Fault,
    FaultHook,
    File,
    Json,
    Message,
    Person,
    Refused,
)

__all__ = [
    "ButtonUnknown", "Dropped", "Entry", "Fault", "File", "Message", "MessageUnknown", "Person",
    "StandIn", "plain",
]  # fmt: skip


class StandIn(People):
    """Behaves as Telegram does towards a bot (`call`) and towards people (`say`, `press`, …).

    `journal` keeps all that was done, `watch` tells of it, `fault` spoils single calls,
    `updates.double` and `updates.again` deliver an update twice.
    """

    fault: FaultHook | None = None

    def call(self, method: str, params: dict[str, Any], files: Files | None = None) -> tuple[int, Json]:
        """One call of the Bot API: HTTP status and body. Raises Dropped where a fault breaks the line."""
        fault = self.fault(method, params) if self.fault else None
        if fault and fault.lost == "refused":
            raise ConnectionRefusedError(method)
        if fault and fault.lost == "before":
            raise Dropped(method)
        if fault and not fault.lost:
            refusal = fault.refusal()
            return refusal.status, refusal.as_json()
        result = self._answered(Call(self, method, params, files or {}))
        if fault:
            raise Dropped(method)
        return result

    def _answered(self, call: Call) -> tuple[int, Json]:
        known = METHODS.get(call.method.lower())
        if not known:
            return 404, Refused(404, "Not Found: method not found").as_json()
        try:
            return 200, answer(known(call))
        except Refused as refusal:
            return refusal.status, refusal.as_json()
