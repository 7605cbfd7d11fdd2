"""How much of the code the tests ran: branches counted, 95 % in all, 85 % of each file, or it fails and names the lines.

    COVER=yes make test && python -m tools.covered

Every process counts that a test started; the front end and migrations do not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

IN_ALL, EACH = 95.0, 85.0
"""Per cent."""
NOT_COUNTED: Mapping[str, str] = {
    "vidarium/production/inspection/": "runs within the sandbox, which nothing leaves but its report; tests/production/test_probe.py",
    "vidarium/accounts/passkeys.py": "runs in `web`, whose server leaves no count when it ends; tests/journeys/test_two_steps.py",
    "vidarium/console/second_step.py": "the passkey's half of it runs in `web`, as above",
    "vidarium/cli/edge.py": "becomes another program, which ends every count; tests/cli/test_servers.py",
    "vidarium/cli/up.py": "brings the sample film, which tests start without; `make run` does it",
}
"""Files, or folders, below the limit for a reason, and what tries them. One that is above it again is told, to be taken out."""
COVERAGE = (sys.executable, "-m", "coverage")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        subprocess.run([*COVERAGE, "combine", "--quiet"], check=True)  # noqa: S603 - our own words
        subprocess.run([*COVERAGE, "json", "--quiet", "-o", str(report)], check=True)  # noqa: S603 - our own words
        found = json.loads(report.read_text())
    faults = too_little(found)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"coverage: {found['totals']['percent_covered']:.2f} % of lines and branches, {len(found['files'])} files\n")
    return 1 if faults else 0


def too_little(found: dict[str, Any]) -> list[str]:
    """What is run too little of, of `coverage json`'s report: a sentence for each file, and one for the whole."""
    faults, thin = [], set()
    for name, file in sorted(found["files"].items()):
        share = file["summary"]["percent_covered"]
        excused = next((one for one in NOT_COUNTED if name.startswith(one)), None)
        if share < EACH and excused:
            thin.add(excused)
        elif share < EACH:
            lines = ", ".join(map(str, file["missing_lines"][:40]))
            faults.append(f"{name}: {share:.1f} %, below {EACH:.0f} %. Not run: {lines}")
    faults += [f"{name} is run enough by now: take it out of NOT_COUNTED." for name in sorted(NOT_COUNTED.keys() - thin)]
    if found["totals"]["percent_covered"] < IN_ALL:
        faults.append(f"In all {found['totals']['percent_covered']:.2f} %, below {IN_ALL:.0f} %.")
    return faults


if __name__ == "__main__":
    sys.exit(main())
