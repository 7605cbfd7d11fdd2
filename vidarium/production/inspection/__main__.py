"""One film in, one JSON object out."""

import sys

from .source import main

main(*sys.argv[1:])
