"""What the `web` process serves."""

import os

from django.core.wsgi import get_wsgi_application

from vidarium.foundation import orphan

orphan.die_with_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
application = get_wsgi_application()
