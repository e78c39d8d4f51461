"""Rows, queries and the one transaction; what goes in and out are domain objects."""
