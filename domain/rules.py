"""The numbers of the rules: every default here is a setting in `[rules]` of the config."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Days are calendar days unless the name says `wd` (working days); each default cites its rule."""

    reactions_for_ki: int = 2  # S3: so many positive reactions on different days …
    reactions_within_days: int = 180  # S3: … at most so many days apart
    sk_counts: str = "purchases"  # S6: "purchases" or "products"
    first_touch_days: int = 7  # §2 ZA: first touch after
    touch_gap_days: int = 30  # §2 ZA: further touches at least so far apart
    touches_before_parking: int = 4  # §2 ZA: then propose to park
    send_info_wd: int = 2  # §2 II: send information within
    ask_reaction_days: int = 7  # §2 II: ask for a reaction so long after
    no_appointment_first_wd: int = 2  # §2 KI: without appointment, first reminder
    no_appointment_second_wd: int = 5  # §2 KI: second and last reminder
    appointment_minutes: int = 60  # §2 KI: length where no end is known
    appointment_notice_min: int = 60  # §11 R2: push so many minutes before an appointment
    buy_or_park_days: int = 30  # §2 KI: no event but notes for so long
    thanks_days: int = 3  # §2 EK: thank you after
    satisfaction_days: int = 14  # §2 EK: ask for satisfaction after
    rhythm_days: int = 182  # §4: rhythm of a regular customer while neither own intervals nor a window say
    horizon: int = 365  # W1: back later than this is not back; 730 for yearly rhythms
    window_months: int = 24  # W1: first purchases of so many months where they alone suffice; 0 = all
    window_min_first: int = 20  # W2: fewer first buyers: Standardwert
    window_min_second: int = 10  # W2: fewer second purchases: Standardwert
    measured_min_first: int = 100  # W2: fewer first buyers aren't gemessen
    measured_followed_share: float = 0.10  # W2: nor if less than this share of them was followed …
    measured_followed_part: float = 0.75  # W2: … for this part of the horizon
    default_w50: int = 91  # W2: Standardwert for "rückt näher"
    default_w80: int = 182  # W2: Standardwert for "abgelaufen"
    offer_follow_up_wd: int = 3  # /angebot: ask what became of it after
    refusal_days: int = 180  # Q7: after a "nein" no reminders for so long
    stale_days: int = 7  # §1: due longer than this before it was logged makes no push
    single_pushes: int = 3  # R9: more in one minute become one message
    bundle_shows: int = 8  # R9: so many of a bundle are named
    snooze_max_days: int = 365  # R4: "später" reaches no further
