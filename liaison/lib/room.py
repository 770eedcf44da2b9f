"""Room on the disk: uploads stop while there is still enough for the records themselves (trust.md R31)."""

import shutil

from django.conf import settings

LEAST_FOR_UPLOADS = 1024**3
"""Bytes that stay free for the database and its journal."""
NO_ROOM = "存储空间不足，请联系管理员"


def has_room() -> bool:
    """Whether another upload may be stored."""
    return shutil.disk_usage(settings.VAR_DIR).free >= LEAST_FOR_UPLOADS
