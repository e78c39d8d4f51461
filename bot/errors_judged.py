"""What can be wrong with evidence, types, answers and recommendations: facts, sentences in refusals_judged."""

from dataclasses import dataclass

from bot.turn import Refusal


@dataclass(eq=False)
class HintUnknown(Refusal):
    """`/hinweis` with a word that is no evidence; `line` waits for one, `note` is the line as a note.

    `day`: as it was typed.
    """

    word: str
    who: str
    line: str
    note: str
    day: str = ""


@dataclass(eq=False)
class TypeUnknown(Refusal):
    word: str
    who: str
    line: str


@dataclass(eq=False)
class TypeReasonMissing(Refusal):
    """A type set by hand needs a reason; `line` waits for it."""

    label: str
    who: str
    line: str


@dataclass(eq=False)
class AnswerUnclear(Refusal):
    """`/qualifizierung` without a criterion or an answer that can be read."""

    typed: str
    who: str
    line: str


@dataclass(eq=False)
class ReachMissing(Refusal):
    """`/premium … erwähnt` without how many it reaches."""

    who: str
    line: str


@dataclass(eq=False)
class MentionUnclear(Refusal):
    """`/premium Meier` with words that don't say `erwähnt`."""

    typed: str
    who: str
    line: str


@dataclass(eq=False)
class ReferralUnclear(Refusal):
    """`/empfehlung` without somebody who was recruited."""

    who: str
    line: str


@dataclass(eq=False)
class ReferredThemselves(Refusal):
    who: str


@dataclass(eq=False)
class AlreadyRecruited(Refusal):
    who: str
    by: str


@dataclass(eq=False)
class ReferralInCircle(Refusal):
    """`chain`: names, from who was to recruit to the one to be recruited."""

    chain: list[str]
