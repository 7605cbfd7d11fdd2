"""The throw-away machine that the tests run on: a `DATA_DIR` of its own, known before Django reads its settings.

Importing this module sets the environment; `conftest.py` imports it first.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

DATA_DIR = Path(tempfile.mkdtemp(prefix="vidarium-test-"))
# The service user of a root start must be able to pass.
DATA_DIR.chmod(0o755)
MAKER = os.getpid()


def remove() -> None:
    """Only by the process that made it: a forked child ends sooner."""
    if os.getpid() == MAKER:
        shutil.rmtree(DATA_DIR, ignore_errors=True)


atexit.register(remove)

for name in ("PORT", "DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "SMS_URL", "PUBLIC_URL", "VIDARIUM_HEARTBEAT", "VIDARIUM_LOGIN"):
    os.environ.pop(name, None)
os.environ["DATA_DIR"] = str(DATA_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "vidarium.project.settings"
