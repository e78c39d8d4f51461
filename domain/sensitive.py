"""Words on health, religion or politics: they may be stored, but the law protects them (§9, Art. 9 GDPR)."""

from domain.folding import folded, words

_BEGINNINGS = tuple(
    folded(word)
    for word in (
        # health
        "krank", "krebs", "diabet", "depress", "burnout", "schwanger", "behinder", "therap", "allerg", "epilep",
        "herzinfarkt", "schlaganfall", "demenz", "alkoholi", "reha", "operiert",
        # religion
        "katholi", "evangeli", "protestant", "muslim", "islam", "jüdisch", "jude", "christ", "buddhis", "hindu",
        "konfession", "kirche", "moschee", "atheis", "zeugejehova",
        # politics
        "politi", "partei", "gewerkschaft", "betriebsrat", "afd", "cdu", "csu", "spd", "fdp", "grünenwähler",
    )
)  # fmt: skip
_NAMES = frozenset(
    folded(word) for word in ("Christine", "Christina", "Christian", "Christiane", "Christoph", "Christa",
    "Christopher", "Christel", "Christof", "Christin", "Christiansen", "Christbaum", "Judendorf", "Rehau", "Rehabo")
)  # fmt: skip


def sensitive(text: str) -> str:
    """The first such word of a text as typed; empty where there is none. A word list, no judgement."""
    for typed in text.split():
        for word in words(typed):
            if word.startswith(_BEGINNINGS) and word not in _NAMES:
                return typed.strip(",.;:!?()„“\"'")
    return ""
