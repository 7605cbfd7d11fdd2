"""Logs: one JSON line for each event, to standard error; identifiers, never contents."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

MASKED = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\b(sil|vdt)_[0-9a-z]{26}\b"), r"\1_[secret]"),
    (re.compile(r"(/p/ply_[0-9a-z]{26}/)[\w-]{100,}"), r"\1[signature]"),
)
"""What a line may not hold, whoever wrote it: a trace tells the row on which a statement failed, a server the address it refused."""


def configure(_settings: dict[str, Any] | None = None) -> None:
    """Send the standard library's logs and our own through one renderer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer(), masked]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("vidarium").setLevel(logging.INFO)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def masked(_logger: object, _name: str, line: str) -> str:
    """The line without addresses and secrets: the last thing that happens to it."""
    for pattern, instead in MASKED:
        line = pattern.sub(instead, line)
    return line
