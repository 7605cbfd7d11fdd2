"""How much of the code the tests ran: branches counted, 95 % in all, 85 % of each file, or it fails and names the lines.

    COVER=yes make test && python -m tools.covered

Every process counts that a test started; the front end and migrations do not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

IN_ALL, EACH = 95.0, 85.0
"""Per cent."""
COVERAGE = (sys.executable, "-m", "coverage")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        subprocess.run([*COVERAGE, "combine", "--quiet"], check=True)  # noqa: S603 - our own words
        subprocess.run([*COVERAGE, "json", "--quiet", "-o", str(report)], check=True)  # noqa: S603 - our own words
        found = json.loads(report.read_text())
    total = float(found["totals"]["percent_covered"])
    thin = {name: file for name, file in found["files"].items() if file["summary"]["percent_covered"] < EACH}
    for name, file in sorted(thin.items()):
        lines = ", ".join(map(str, file["missing_lines"][:40]))
        sys.stdout.write(f"{name}: {file['summary']['percent_covered']:.1f} %, below {EACH:.0f} %. Not run: {lines}\n")
    sys.stdout.write(f"coverage: {total:.2f} % of lines and branches, {len(found['files'])} files\n")
    return 1 if thin or total < IN_ALL else 0


if __name__ == "__main__":
    sys.exit(main())
