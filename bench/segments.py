#!/usr/bin/env python3
"""How fast films leave the edge: segments and playlists by a signed link, beside nginx serving the same bytes as plain files.

    .venv/bin/python bench/segments.py "http://localhost:8000/p/ply_…/…/master.m3u8" [--nginx /usr/sbin/nginx]

The address is `playback.hls` of a film that is ready. Runs are interleaved, so that whatever else this machine does meets all
of them; the medians and their ratio are printed. nginx checks no link here and knows of no revocation: it is the ceiling.
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONNECTIONS = 8
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - an address given by whoever runs this
        body: bytes = answer.read()
        return body


def largest(master: str) -> tuple[str, str]:
    """The media playlist of the best rendition, and the largest of its first twenty segments."""
    variants = [line for line in fetch(master).decode().splitlines() if line and not line.startswith("#")]
    playlist = urllib.parse.urljoin(master, variants[-1])
    segments = [urllib.parse.urljoin(playlist, line) for line in fetch(playlist).decode().splitlines() if line.endswith(".m4s")][:20]
    return playlist, max(segments, key=lambda url: len(fetch(url)))


def rate(url: str, seconds: float) -> float:
    """Requests a second over `CONNECTIONS` connections that are kept open."""
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(pull(url, seconds))) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def pull(url: str, seconds: float) -> int:
    """How often one connection got the whole of it."""
    at = urllib.parse.urlsplit(url)
    request = f"GET {at.path} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode()
    buffer, count, end = bytearray(1 << 20), 0, time.monotonic() + seconds
    with socket.create_connection((at.hostname or "localhost", at.port or 80), timeout=30) as link:
        while time.monotonic() < end:
            link.sendall(request)
            head = link.recv_into(buffer)
            top = bytes(buffer[: min(head, 4096)])
            found = re.search(rb"content-length: (\d+)", top, re.IGNORECASE)
            if not top.startswith(b"HTTP/1.1 200") or found is None:
                raise SystemExit(f"{url}: {top[:80]!r}")
            left = int(found[1]) - (head - top.index(b"\r\n\r\n") - 4)
            while left > 0:
                left -= link.recv_into(buffer)
            count += 1
    return count


@contextmanager
def nginx(program: str, files: dict[str, bytes]) -> Iterator[str]:
    """An nginx that serves these bytes under these names; its address."""
    with tempfile.TemporaryDirectory() as name, socket.socket() as probe:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "files").mkdir()
        for file, body in files.items():
            (folder / "files" / file).write_bytes(body)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        (folder / "conf").write_text(NGINX.format(folder=folder, port=port))
        running = subprocess.Popen([program, "-c", str(folder / "conf"), "-p", str(folder)])  # noqa: S603 - our own words
        time.sleep(0.5)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(timeout=10)


def compare(name: str, ours: str, theirs: str | None, *, size: int, runs: int, seconds: float) -> None:
    """One line: the medians of both, and their ratio."""
    found: dict[str, list[float]] = {"edge": [], "nginx": []}
    for _ in range(runs):
        found["edge"].append(rate(ours, seconds))
        if theirs:
            found["nginx"].append(rate(theirs, seconds))
    edge = statistics.median(found["edge"])
    line = f"{name:<10}{size:>9} bytes   edge {edge:8.0f}/s  {edge * size / 1e6:7.1f} MB/s"
    if theirs:
        beside = statistics.median(found["nginx"])
        line += f"   nginx {beside:8.0f}/s   ratio {edge / beside:.2f}"
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("master")
    parser.add_argument("--nginx", default=shutil.which("nginx"), help="the program; without one the edge is measured alone")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    playlist, segment = largest(options.master)
    files = {"segment.m4s": fetch(segment), "index.m3u8": fetch(playlist)}
    places = {"segment.m4s": segment, "index.m3u8": playlist}
    if not options.nginx:
        print("no nginx here (apt install nginx-light): the edge alone")
        for name, ours in places.items():
            compare(name, ours, None, size=len(files[name]), runs=options.runs, seconds=options.seconds)
        return
    with nginx(options.nginx, files) as base:
        for name, ours in places.items():
            compare(name, ours, f"{base}/{name}", size=len(files[name]), runs=options.runs, seconds=options.seconds)


if __name__ == "__main__":
    main()
