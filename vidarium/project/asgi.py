"""What the `edge` process serves."""

import os

import django
from starlette.applications import Starlette

from vidarium.foundation import orphan

orphan.die_with_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
django.setup()

from vidarium.edge import files  # noqa: E402 - needs Django
from vidarium.edge.app import Edge  # noqa: E402
from vidarium.edge.tracing import Traced  # noqa: E402

application = Traced(Edge(files=Starlette(routes=files.routes)))
