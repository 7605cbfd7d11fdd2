"""`docs/map.md`, written from the code: `python -m tools.map` writes it, `python -m tools.map check` fails where it has drifted."""
