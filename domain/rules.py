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
    control_share: float = 0.0  # W6a: share of due window reminders kept back to see what they bring
    control_days: int = 60  # W6a: back within so many days after the reminder was due counts
    control_points: float = 0.1  # W6a: decidable once a difference of this size would be seen
    pareto_days: int = 365  # Q5: revenue of so many days is ranked …
    pareto_a: float = 0.8  # Q5: … who together make this share of it are A …
    pareto_b: float = 0.95  # Q5: … and up to this share B
    pareto_large: float = 0.25  # Q5: one customer with more than this share is a risk
    qualification_days_first: int = 90  # Q3: ask again after so long: A customers, KI
    qualification_days: int = 180  # Q3: … and the others
    qualification_daily: int = 2  # Q3: at most so many such questions per rep and day
    vip_share: float = 0.2  # A5: top share of the year's customers by revenue
    vip_quarters: int = 3  # A5: bought in at least so many of the four quarters
    vip_days: int = 91  # A5: last purchase at most so long ago …
    vip_cycles: float = 1.25  # A5: … or so many own intervals
    lost_cycles: float = 2.0  # A4: silent for more than so many own intervals is lost …
    lost_days_least: int = 182  # A4: … but not before …
    lost_days_most: int = 730  # A4: … and not after so many days
    endangered_cycles: float = 1.5  # A6: silent for more than so many own intervals is endangered
    irregular_cv: float = 0.75  # A6, §7: intervals that vary more than this are irregular
    inclination_half_life: int = 90  # §4: a purchase counts half after so many days
    evidence_half_days: int = 730  # §6: older evidence counts half
    type_sum: int = 2  # §6: an axis speaks from this sum on …
    type_items: int = 2  # §6: … from so many different items
    type_override_days: int = 180  # §6: a type set by hand holds so long
    type_years_days: int = 365  # §6: so many days between first and last of three purchases say long
    type_years: int = 2  # §6 long: three purchases over a year
    type_old_days: int = 730  # §6: first purchase so long ago says long
    type_old: int = 1  # §6 long: first purchase long ago and not lost
    type_vip: int = 1  # §6 long: group VIP
    type_stayed: int = 2  # §6 long: stayed although a better offer was known
    type_forgave: int = 1  # §6 long: tolerated a service failure
    type_contract: int = 2  # §6 long: contract or subscription
    type_left: int = 2  # §6 short: left for a competitor
    type_discount: int = 2  # §6 short: buys at a discount …
    type_discount_share: float = 0.5  # §6: … at least this share of three or more purchases
    type_past_window: int = 1  # §6 short: one purchase and past W80
    type_lost: int = 1  # §6 short: group Verloren
    type_feedback: int = 1  # §6 close: feedback unasked
    type_data: int = 1  # §6 close: shared more than the six basic fields
    type_project: int = 2  # §6 close: took part in an interview, event or joint project
    type_idea: int = 1  # §6 close: brought an idea
    type_contacts: int = 2  # §6: so many own contacts without a purchase in 365 d say close
    type_contact: int = 1  # §6 close: own contacts without a purchase
    type_reward: int = 1  # §6 close: asks for rewards for filling forms
    type_refused: int = 2  # §6 distant: refused data or interview
    type_touches: int = 3  # §6: so many non-sales touches unanswered say distant
    type_unanswered: int = 1  # §6 distant: non-sales touches unanswered
    type_orders_only: int = 1  # §6 distant: three purchases and orders only
    royal_share: float = 0.03  # §7 Royal: top share of the eligible by revenue per year …
    royal_most: int = 20  # §7 Royal: … but never more people
    royal_days: int = 365  # §7 Royal: customer for at least so long
    royal_purchases: int = 3  # §7 Royal: at least so many purchase occasions
    impulse_purchases: int = 4  # §7 Royal-Anwärter, Addict: at least so many purchase occasions
    weekend_share: float = 0.5  # §7 Addict: at least this share on Saturday and Sunday …
    weekend_p: float = 0.05  # §7 Addict: … and that likely by chance at most
    advocate_referrals: int = 2  # §7 Advokat: so many referrals …
    advocate_days: int = 365  # §7 Advokat: … in so many days, where none led to a reaction
    influencer_reach: int = 1_000  # §7 Influencer: public mention with at least this reach
    perk_days: int = 180  # §7 Royal-Anwärter: a perk at most so often
    persona_regulars: int = 10  # V14: a persona needs at least so many SK
    persona_criteria: int = 7  # V14: … has at most so many criteria
    persona_share: float = 0.3  # V14: … each true of at least this share of the SK
    persona_widest: float = 0.6  # V14: one that fits more contacts than this says nothing
    persona_lift: float = 1.2  # V14: SK must fit so many times as often as all
    figures_from: int = 5  # V15: shares and days are shown from so many cases on
    touch_answer_days: int = 30  # V15: a reaction within so many days answers a touch
    offer_follow_up_wd: int = 3  # /angebot: ask what became of it after
    refusal_days: int = 180  # Q7: after a "nein" no reminders for so long
    stale_days: int = 7  # §1: due longer than this before it was logged makes no push
    single_pushes: int = 3  # R9: more in one minute become one message
    bundle_shows: int = 8  # R9: so many of a bundle are named
    snooze_max_days: int = 365  # R4: "später" reaches no further
