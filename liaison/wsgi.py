"""The WSGI entry point that gunicorn serves.

What a start makes stays as long as the worker: looking through it for garbage, while it is made
and ever after, finds nothing. So the collector rests until all is made, and then leaves it alone.
"""

import gc
import os

gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- importing is most of the start
from django.urls import get_resolver  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 -- the views are imported now, not by the first visitor

gc.freeze()
gc.enable()
