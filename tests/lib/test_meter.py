"""A long task leaves word for the page that waits, and nothing else."""

from liaison.lib import meter

TOKEN = "0123456789abcdef" * 2


def test_what_is_said_can_be_seen_while_the_task_runs(tmp_path):
    with meter.metered(tmp_path, TOKEN):
        meter.report("正在写入", 5, 10, 40, 60)
        assert meter.look(tmp_path, TOKEN) == {"words": "正在写入", "percent": 50}
    assert meter.look(tmp_path, TOKEN) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_token_is_no_path(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text('{"percent": 1}')
    for token in ("secret", "../secret", "", "A" * 32, "0" * 33):
        assert meter.look(tmp_path, token) == {}
        with meter.metered(tmp_path, token):
            meter.report("正在写入", 1, 2)
    assert secret.read_text() == '{"percent": 1}'


def test_without_anybody_waiting_nothing_is_written(tmp_path):
    meter.report("正在写入", 1, 2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with meter.metered(blocked, TOKEN):
        meter.report("正在写入", 1, 2)
    assert meter.look(blocked, TOKEN) == {}
