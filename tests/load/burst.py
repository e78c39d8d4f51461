"""A burst of mixed commands, beside a bare python-telegram-bot echo that stores nothing; then a steady rate.

Must reach: 0.3 × the echo, p99 50 ms at 30 updates/s. Aim: 2 ×, 15 ms.
"""

from tests.load import rig


def main() -> None:
    asked = rig.arguments(__doc__ or "", updates=5000, runs=3, steady=900)
    ours, echoes, steady = [], [], []
    for _ in range(asked.runs):
        echoes.append(rig.botload(asked, rig.echo(asked), "--updates", str(asked.updates), env={}))
        ours.append(measure(asked, "--updates", str(asked.updates)))
    if asked.steady:
        steady.append(measure(asked, "--updates", str(asked.steady), "--rate", "30"))
    rig.table(("", "echo", "nachfass", "ratio"), compared(echoes, ours))
    for report in steady:
        print("\n30 updates/s, hand-out to reply in ms:", report["handout_to_reply_ms"])  # noqa: T201


def measure(asked, *options):
    database = rig.stocked(asked, "burst.db")
    env = rig.environment(asked, database)
    return rig.botload(asked, rig.nachfass(), "--script", str(rig.script(asked)), *options, env=env)


def compared(echoes, ours):
    for label, path in {
        "updates/s": ("updates_per_s",),
        "CPU ms per update": ("bot_cpu_ms_per_update",),
        "unanswered": ("confirmed_but_unanswered",),
        "answered twice": ("answered_more_than_once",),
        "p50 ms in the burst": ("handout_to_reply_ms", "p50"),
        "start s": ("startup_s",),
        "peak memory MB": ("bot_peak_rss_mb",),
    }.items():
        echo, own = rig.median(echoes, *path), rig.median(ours, *path)
        yield label, echo, own, f"{own / echo:.2f}" if echo else "–"


if __name__ == "__main__":
    main()
