"""The house's own laws: small checks whose message teaches. `python -m tools.house` runs them all."""
