"""Which archives are kept, and how old the last proved one is."""

from datetime import UTC, datetime, timedelta

import pytest

from liaison.backups import shelf

NOW = datetime(2026, 11, 26, 4, 10, tzinfo=UTC)
EVERY_HOUR = [NOW - timedelta(hours=hours) for hours in range(24 * 420)]


def test_a_year_of_hourly_backups_keeps_a_day_a_month_and_a_year():
    kept = sorted(shelf.kept(EVERY_HOUR, *shelf.KEEP), reverse=True)
    assert kept[:24] == EVERY_HOUR[:24]
    days = {moment.astimezone().date() for moment in kept}
    assert len(days) >= 30
    assert min(kept) < NOW - timedelta(days=300)
    assert len(kept) <= 24 + 30 + 12


def test_of_a_day_the_newest_is_kept_counted_in_chinese_days():
    before, after = datetime(2026, 11, 25, 15, 30, tzinfo=UTC), datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
    early = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert shelf.kept([early, before, after], 0, 5, 0) == {before, after}


def test_days_without_a_backup_do_not_use_up_the_number():
    moments = [NOW - timedelta(days=10 * number) for number in range(40)]
    assert shelf.kept(moments, 0, 30, 0) == set(moments[:30])


def test_the_newest_is_kept_whatever_is_asked():
    assert shelf.kept(EVERY_HOUR[:5], 0, 0, 0) == {NOW}


def test_only_archives_of_ours_are_removed(tmp_path):
    moments = [NOW - timedelta(hours=hours) for hours in range(5)]
    for moment in moments:
        (tmp_path / shelf.name_at(moment)).touch()
        (tmp_path / f"{shelf.name_at(moment)}.sha256").touch()
    others = ["liaison-old.tar", "notes.txt", "liaison-20261126T041000Z.tar.gpg"]
    for name in others:
        (tmp_path / name).touch()
    gone = shelf.prune(tmp_path, (2, 0, 0))
    assert len(gone) == 3
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*others, *(shelf.name_at(m) + tail for m in moments[:2] for tail in ("", ".sha256"))}


@pytest.mark.parametrize(("hours", "is_stale"), [(25, False), (27, True)])
def test_after_26_hours_somebody_has_to_look(settings, tmp_path, time_machine, hours, is_stale):
    settings.VAR_DIR = tmp_path
    shelf.remember(shelf.Last(NOW, "a.tar", 1, []))
    time_machine.move_to(NOW + timedelta(hours=hours))
    assert shelf.last().is_stale is is_stale


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"at": "yesterday"}'])
def test_a_note_that_cannot_be_read_is_no_backup(settings, tmp_path, text):
    settings.VAR_DIR = tmp_path
    (tmp_path / "last_backup.json").write_text(text)
    assert shelf.last() is None
