"""German texts and keyboards."""
