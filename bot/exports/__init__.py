"""What leaves the bot as a file: tables, cards, the archive. Each maker runs in a child process (bot/workshop.py)."""
