"""Keys: one root secret, and from it one key for each purpose (HKDF, RFC 5869).

The root is `SECRET_KEY`, or a file in `DATA_DIR/keys/` made at the first start. A derived key carries a `kid`, so that
two roots may be alive while one takes over from the other.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MIN_SECRET = 32


@dataclass(frozen=True)
class Key:
    """One purpose's key: `kid` names the root it came from (1 byte), `secret` is 32 bytes."""

    kid: int
    secret: bytes

    def mac(self, message: bytes, *, size: int = 32) -> bytes:
        """HMAC-SHA-256 over `message`, cut to `size` bytes (16 at least)."""
        return hmac.new(self.secret, message, hashlib.sha256).digest()[: max(16, size)]


def derive(root: str, purpose: str) -> Key:
    """The key that `purpose` (`session`, `links`, `tokens`, `database` …) gets from this root secret."""
    material = root.encode()
    kid = hashlib.sha256(b"vidarium kid" + material).digest()[0]
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"vidarium", info=purpose.encode()).derive(material)
    return Key(kid, secret)


def root_of(folder: Path) -> str:
    """The root secret kept in `folder` (mode 0600), made there if this is the first start."""
    path = folder / "root"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text().strip()
