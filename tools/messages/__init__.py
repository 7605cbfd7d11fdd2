"""The words that people read, for translators.

`python -m tools.messages` brings the catalogs up to the code, `… check` fails where they are not.

Words come from Python (`_("…")` and its relatives), from templates, and from the docstrings of errors. The compiled catalogs are in
git, so that a fresh clone speaks every language without a compiler; the check compares them with their sources.
"""
