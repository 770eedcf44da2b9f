"""An upload that was acknowledged is on the disk."""

import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def test_a_saved_file_and_the_folder_that_names_it_are_flushed(settings, monkeypatch):
    flushed = []

    def fsync(handle):
        flushed.append(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", fsync)
    kept = Path(default_storage.path(default_storage.save("pictures/photo.jpg", ContentFile(b"bytes"))))
    assert flushed == [kept.stat().st_ino, kept.parent.stat().st_ino]
    assert kept.read_bytes() == b"bytes"
