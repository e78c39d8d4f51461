"""The rules of the business: pure functions of events, settings and now."""
