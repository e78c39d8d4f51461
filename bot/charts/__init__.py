"""Pictures. Each maker has `make(facts) -> bytes` (a PNG) and runs in a child process (bot/workshop.py).

Only there matplotlib is loaded: the bot imports nothing from here but `facts`, which says what a maker wants to know.
"""
