"""Filters that the pages use."""
