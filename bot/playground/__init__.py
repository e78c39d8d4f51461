"""The bot without Telegram: a stand-in for the Bot API, a phone in the browser, scripts."""
