"""Sentences for what can't be read of evidence, types, answers and recommendations."""

from datetime import datetime

from bot import errors_judged as errors
from bot.turn import Button, Reply, rows
from bot.views import psychotypes
from bot.views.refusals import CANCEL, example, says
from bot.views.words import shown
from domain.qualification import Answer


@says(errors.HintUnknown)
def _hint(refusal: errors.HintUnknown, _local: datetime) -> Reply:
    labels = psychotypes.LABELS.values()
    keys = [Button.line(label, f"{refusal.line} {label} {refusal.day}".rstrip()) for label in labels]
    return Reply(
        f"„{shown(refusal.word, most=40)}“ ist kein Hinweis auf den Typ; bei {refusal.who} ist nichts gespeichert. Es gibt: "
        f"{psychotypes.WORDS}. Zum Beispiel {example('/hinweis Meier Feedback')}",
        rows(
            *(keys[place : place + 3] for place in range(0, len(keys), 3)),
            [Button("Als Notiz", "run", {"line": refusal.note, "over": True})],
        ),
        question=refusal.line,
    )


@says(errors.TypeUnknown)
def _type(refusal: errors.TypeUnknown, _local: datetime) -> Reply:
    names = ", ".join(psychotypes.TYPES.values())
    keys = [Button.line(label, f"{refusal.line} {label} weil") for label in psychotypes.TYPES.values()]
    return Reply(
        f"Den Typ „{shown(refusal.word, most=40)}“ gibt es nicht, bei {refusal.who} ist nichts geändert. Es gibt: {names}. "
        f"Zum Beispiel {example('/typ Meier Beziehungssucher weil plant mit uns')}",
        rows(keys[:2], keys[2:]),
    )


@says(errors.TypeReasonMissing)
def _reason(refusal: errors.TypeReasonMissing, _local: datetime) -> Reply:
    return Reply(
        f"Warum ist {refusal.who} {refusal.label}? Antworte mit dem Grund, zum Beispiel „plant das nächste Jahr mit uns“, oder ganz: "
        f"{example(f'/typ Meier {refusal.label} weil plant mit uns')}",
        rows([CANCEL]),
        question=refusal.line,
    )


@says(errors.AnswerUnclear)
def _answer(refusal: errors.AnswerUnclear, _local: datetime) -> Reply:
    typed = f"„{shown(refusal.typed, most=60)}“ verstehe ich nicht als Antwort. " if refusal.typed else ""
    known = not refusal.line.endswith(":")  # only the answer is missing
    keys = (
        [Button.line(answer.capitalize(), f"{refusal.line} {answer}") for answer in Answer] if known else []
    )
    return Reply(
        f"{typed}Nenn ein Kriterium (Motivation, Geld, Realismus) und ja, teils, nein oder unbekannt; bei {refusal.who} ist nichts "
        f"geändert. Zum Beispiel {example('/qualifizierung Meier Geld ja, weil Anzahlung geleistet')}",
        rows(keys),
        question=refusal.line,
    )


@says(errors.ReachMissing)
def _reach(refusal: errors.ReachMissing, _local: datetime) -> Reply:
    return Reply(
        f"Wie viele Leute erreicht die Erwähnung von {refusal.who}? Antworte mit der Zahl, zum Beispiel "
        f"{example('/premium Meier erwähnt Instagram 2500')}",
        rows([CANCEL]),
        question=refusal.line,
    )


@says(errors.MentionUnclear)
def _mention(refusal: errors.MentionUnclear, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.typed, most=60)}“ verstehe ich hier nicht; bei {refusal.who} ist nichts gespeichert. Hier notierst du, wer dich "
        f"öffentlich erwähnt und wie viele das sehen, zum Beispiel {example('/premium Meier erwähnt Instagram 2500')}",
        rows([CANCEL]),
        question=refusal.line,
    )


@says(errors.ReferralUnclear)
def _referral(refusal: errors.ReferralUnclear, _local: datetime) -> Reply:
    return Reply(
        f"Wen hat {refusal.who} geworben? Antworte mit dem Namen, zum Beispiel "
        f"{example('/empfehlung Meier hat Kunz geworben')}",
        rows([CANCEL]),
        question=refusal.line,
    )


@says(errors.ReferredThemselves)
def _themselves(refusal: errors.ReferredThemselves, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.who} kann sich nicht selbst werben; es ist nichts gespeichert. Nenn zwei verschiedene Kontakte, zum Beispiel "
        f"{example('/empfehlung Meier hat Kunz geworben')}"
    )


@says(errors.AlreadyRecruited)
def _already(refusal: errors.AlreadyRecruited, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.who} wurde schon von {refusal.by} geworben, und werben kann nur einer; es ist nichts gespeichert. War das falsch, "
        f"nimm es mit {example('/rueckgaengig')} zurück."
    )


@says(errors.ReferralInCircle)
def _circle(refusal: errors.ReferralInCircle, _local: datetime) -> Reply:
    way = " ← ".join(refusal.chain)
    return Reply(
        f"Das wäre ein Kreis: {way}. Wer geworben wurde, kann die eigenen Werber nicht werben; es ist nichts gespeichert."
    )
