"""The `vidarium` command. Each subcommand is a file here, with `arguments(parser)` and `run(options)`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import django

from vidarium.foundation import environment
from vidarium.foundation.environment import APP_ROLE, EDGE_ROLE, WEB_ROLE, WORKER_ROLE
from vidarium.foundation.errors import VidariumError


@dataclass(frozen=True)
class Command:
    """A subcommand: its file is loaded when it is asked for, so that those without a database start at once."""

    summary: str
    with_models: bool
    listed: bool = True
    login: str = APP_ROLE
    """As whom it speaks to the database. Here it is decided, and nowhere else: a process that it becomes inherits it."""


COMMANDS = {
    "up": Command("start everything on this machine and keep it running", with_models=False),
    "web": Command("serve pages and the API on a unix socket", with_models=False, login=WEB_ROLE),
    "edge": Command("serve the one address: uploads, playback, and pages by way of web", with_models=False, login=EDGE_ROLE),
    "worker": Command("make films playable", with_models=True, login=WORKER_ROLE),
    "doctor": Command("check this machine and say what to do", with_models=True),
    "migrate": Command("bring the database to this version", with_models=False),
    "company": Command("add a company and print its owner's sign-in link", with_models=True),
    "staff": Command("add and remove service staff, who look into companies for a reason", with_models=True),
    "limits": Command("show or change how much a company may have", with_models=True),
    "unread": Command("show what clients send and we keep nothing of", with_models=True),
    "token": Command("print a new API token of a company", with_models=True),
    "ingest": Command("add a film from a file and wait until it plays", with_models=True),
    "demo": Command("the demo company and its sign-in link", with_models=True, listed=False),
    "sample": Command("the demo company's sample film", with_models=True, listed=False),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one subcommand. What can be expected to go wrong is one sentence on standard error and exit code 1."""
    given = list(sys.argv[1:] if words is None else words)
    if not given or given[0] not in COMMANDS:
        return _overview(given)
    try:
        _run(given[0], given[1:])
    except VidariumError as refused:
        return _say(refused.detail)
    except KeyboardInterrupt:
        return 130
    return 0


def _run(name: str, words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
    environment.speak_as(COMMANDS[name].login)
    if COMMANDS[name].with_models:
        django.setup()
    module = importlib.import_module(f"vidarium.cli.{name}")
    parser = argparse.ArgumentParser(prog=f"vidarium {name}", description=module.__doc__)
    module.arguments(parser)
    module.run(parser.parse_args(words))


def _overview(words: list[str]) -> int:
    lines = [f"  {name:<9} {command.summary}" for name, command in COMMANDS.items() if command.listed]
    text = "\n".join(["usage: vidarium COMMAND …", "", *lines, "", "`vidarium COMMAND --help` says more."])
    asked = bool(words) and words[0] in {"-h", "--help", "help"}
    sys.stdout.write(f"{text}\n") if asked else sys.stderr.write(f"{text}\n")
    return 0 if asked else 2


def _say(sentence: str) -> int:
    sys.stderr.write(f"vidarium: {sentence}\n")
    return 1
