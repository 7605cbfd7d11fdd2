"""What follows from the address under which people reach the service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = """
import json
from django.conf import settings
print(json.dumps([settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0]))
"""


@pytest.mark.promise("I.C-b")
@pytest.mark.promise("III.B.1-a")
@pytest.mark.parametrize(("address", "guarded"), [("https://films.example", True), ("http://localhost:8000", False)])
def test_behind_https_cookies_and_browsers_are_told_so(tmp_path: Path, address: str, guarded: bool) -> None:
    more = {"DJANGO_SETTINGS_MODULE": "vidarium.project.settings", "PUBLIC_URL": address, "SECRET_KEY": "x" * 40, "DATA_DIR": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", ASKED], env={**os.environ, **more}, capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == [guarded] * 3
