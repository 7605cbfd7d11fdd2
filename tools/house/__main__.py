"""Run every law over this checkout: one line for each breach, exit code 1 where there is one."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.house import errors, machine, names, programs, size, surfaces, templates, tenants, variables
from tools.house.checkout import Checkout

LAWS = (size, names, tenants, surfaces, programs, errors, templates, variables, machine)


def main() -> int:
    checkout = Checkout(Path(__file__).resolve().parents[2])
    found = sorted({finding for law in LAWS for finding in law.breaches(checkout)})
    for finding in found:
        sys.stdout.write(f"{finding.path}:{finding.line}: {finding.said}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
