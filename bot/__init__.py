"""Telegram in, German out."""
