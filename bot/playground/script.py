"""Plays a transcript against the real bot: each line printed back, what the bot does under it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from bot.playground.phone_clock import Move, MoveUnclear
from bot.playground.script_lines import Act, Slip, is_answer, parse
from bot.playground.script_print import printed
from bot.playground.stage import REP, STRANGER, Stage
from bot.playground.standin import Entry

BACKWARDS = "die Uhr läuft nur vorwärts, etwa + 2d, off 3h oder @ 2026-03-09 07:30"


class Player:
    """`out` gets every line; `folders` may hold files to be sent; `slips` counts what didn't work."""

    def __init__(
        self, stage: Stage, out: Callable[[str], None], *, folders: tuple[Path, ...] = (Path(),)
    ) -> None:
        self.stage, self.out, self.folders = stage, out, folders
        self.slips = 0
        self._reader_left: BrokenPipeError | None = None
        self.stop_watching = stage.standin.watch(self._noted)

    def _noted(self, entry: Entry) -> None:
        """Printed as it comes. A reader who left ends the script, but isn't a broken line to Telegram."""
        if entry.by_bot:
            try:
                for line in printed(entry):
                    self.out(line)
            except BrokenPipeError as left:
                self._reader_left = left

    async def play(self, lines: Iterable[str]) -> None:
        """Line by line; what an earlier run printed is left out, so a transcript can be played again."""
        answered = False
        for raw in lines:
            line = raw.rstrip("\r\n")
            if is_answer(line, after_answer=answered):
                answered = True
                continue
            answered = answered and not line.strip()  # an answer's further lines may come after a blank one
            await self.play_line(line)

    async def play_line(self, line: str) -> None:
        self.out(line)
        try:
            if act := parse(line):
                await self._carry_out(act)
        except Slip as slip:
            self.slips += 1
            self.out(f"? {slip}")
        if self._reader_left:
            raise self._reader_left

    async def _carry_out(self, act: Act) -> None:
        match act.kind:
            case "+" | "@":
                await self.stage.advance(moment(act, now=self.stage.local()))
            case "off":
                await self.stage.off(moment(act, now=self.stage.local()))
            case "kill":
                await self.stage.kill()
            case _:
                await self._person(act)

    async def _person(self, act: Act) -> None:
        if act.user == REP:
            self.stage.admit_rep()
        if act.user == STRANGER and act.user not in self.stage.standin.people:
            self.stage.standin.join(STRANGER, "Unbekannt", shown=False)
        PEOPLE[act.kind](self, act)
        await self.stage.settle()

    def say(self, act: Act) -> None:
        self.stage.standin.say(act.user, act.text)

    def press(self, act: Act) -> None:
        found = self.stage.standin.find_button(act.user, act.text)
        if not found:
            raise Slip(f"kein Knopf „{act.text}“")
        message, data = found
        if data is not None:
            self.stage.standin.press(act.user, message, data)

    def reply(self, act: Act) -> None:
        newest = self.stage.standin.last(act.user, by_bot=True)
        if not newest:
            raise Slip("noch keine Nachricht vom Bot")
        self.stage.standin.say(act.user, act.text, reply_to=newest.id)

    def edit(self, act: Act) -> None:
        newest = self.stage.standin.last(act.user, by_bot=False)
        if not newest:
            raise Slip("noch keine eigene Zeile")
        self.stage.standin.edit(act.user, newest.id, act.text)

    def card(self, act: Act) -> None:
        name, comma, phone = act.text.rpartition(",")
        if not (comma and name.strip() and phone.strip()):
            raise Slip("eine Kontaktkarte ist etwa „c> Anna Meier, +491713920012“")
        first, _, last = name.strip().rpartition(" ")
        self.stage.standin.contact(act.user, first or last, phone.strip(), last_name=last if first else "")

    def forward(self, act: Act) -> None:
        sender, colon, text = act.text.partition(":")
        if not (colon and sender.strip() and text.strip()):
            raise Slip("eine Weiterleitung ist etwa „f> Anna Meier: Bitte um Rückruf“")
        self.stage.standin.forward(act.user, sender.strip(), text.strip())

    def send(self, act: Act) -> None:
        path = next((path for folder in self.folders if (path := folder / act.text).is_file()), None)
        if path is None:
            raise Slip(f"keine Datei „{act.text}“")
        self.stage.standin.document(act.user, path.name, path.read_bytes())


PEOPLE: dict[str, Callable[[Player, Act], None]] = {
    ">": Player.say,
    "!": Player.press,
    "^": Player.send,
    "r>": Player.reply,
    "e>": Player.edit,
    "c>": Player.card,
    "f>": Player.forward,
}


def moment(act: Act, *, now: datetime) -> datetime:
    """Where a line moves the clock; what leads backwards or nowhere is a slip."""
    try:
        return Move.parse(act.text if act.kind == "@" else f"+{act.text}").target(now)
    except (MoveUnclear, OverflowError):
        raise Slip(BACKWARDS) from None
