"""The one address: bytes in, bytes out, and a door to `web` for everything else."""
