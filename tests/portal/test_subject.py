"""What a person may ask for: a copy of everything, and erasure (PIPL)."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from deputies.models import Assignment, Deputy, Mandate
from liaison.audit.models import Event
from opinions.models import Contact, Opinion
from tests import make
from tests.opinions import making

pytestmark = pytest.mark.django_db
REASON = "2026年11月26日来信"


@pytest.fixture
def station(cast):
    return make.station(cast.mengzhuang)


@pytest.fixture
def closed(station):
    """A closed matter of somebody who left name and phone."""
    one = making.opinion(station, "closed")
    contact = Contact(opinion=one)
    contact.keep(making.NAME, making.PHONE)
    contact.save()
    return one


@pytest.fixture
def former(cast, station):
    """A deputy who has left, with everything a roster may hold."""
    one = make.deputy(cast.huixian, make.term(cast.mengzhuang), name="示例甲")
    Assignment.objects.create(deputy=one, station=station, basis="territory", since=timezone.localdate())
    one.phone, one.birth_month, one.party, one.duty = making.PHONE, "1970-05", "群众", "示例村村民"
    one.save()
    return one


def export(tmp_path, **whom):
    """The file as it was written."""
    path = tmp_path / "本人.json"
    call_command("export_person", to=path, **whom)
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_an_author_gets_a_copy_of_everything_in_a_file_of_ones_own(cast, closed, tmp_path):
    path, told = export(tmp_path, opinion=closed.code, by="city_editor")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert told["登记"]["反映的事"] == making.SAID
    assert told["相关记录"]["反映人联系方式"][0]["电话"] == making.PHONE
    assert len(told["相关记录"]["办理步骤"]) >= 5
    event = Event.objects.latest("pk")
    assert (event.verb, event.actor) == ("导出本人资料", cast.city_editor)
    with pytest.raises(CommandError, match="已经有了"):
        call_command("export_person", to=path, opinion=closed.code, by="city_editor")


def test_erasing_takes_the_authors_words_contact_and_history_and_leaves_what_is_public(cast, closed):
    Opinion.objects.filter(pk=closed.pk).update(
        public_title="路灯", public_text="村口到学校没有路灯", published_at=timezone.now(), place="村口"
    )
    call_command("erase_person", opinion=closed.code, by="city_editor", reason=REASON)
    left = Opinion.objects.get(pk=closed.pk)
    assert (left.raw_text, left.place, left.answer) == ("（应本人要求删除）", "", "")
    assert left.public_text == "村口到学校没有路灯"
    assert left.moves.count() == closed.moves.count()
    assert not Contact.objects.filter(opinion=closed).exists()
    assert not Opinion.history.filter(id=closed.pk).exclude(answer="").exists()
    event = Event.objects.latest("pk")
    assert event.verb == "应要求删除反映人资料"
    assert making.PHONE not in json.dumps(event.detail, ensure_ascii=False)


def test_an_open_matter_keeps_its_words_until_it_is_done(cast, station):
    one = making.opinion(station, "accepted")
    with pytest.raises(CommandError, match="还没有办完"):
        call_command("erase_person", opinion=one.code, by="city_editor", reason=REASON)
    assert Opinion.objects.get(pk=one.pk).raw_text == making.SAID


def test_a_deputy_gets_a_copy_with_mandates_and_places(cast, former, tmp_path):
    _, told = export(tmp_path, deputy=former.pk, by="city_editor")
    assert told["登记"]["手机"] == making.PHONE
    assert len(told["相关记录"]["任职"]) == 1
    assert told["相关记录"]["修改记录"]


def test_a_serving_deputys_roster_entry_stays_and_a_former_ones_internal_data_goes(cast, former):
    with pytest.raises(CommandError, match="在任"):
        call_command("erase_person", deputy=former.pk, by="city_editor", reason=REASON)
    Mandate.objects.filter(deputy=former).update(
        status="ended", until=timezone.localdate(), end="resigned", end_note="身体原因"
    )
    call_command("erase_person", deputy=former.pk, by="city_editor", reason=REASON)
    left = Deputy.objects.get(pk=former.pk)
    assert (left.name, left.phone, left.birth_month, left.party, left.duty) == ("示例甲", "", "", "", "")
    assert not Deputy.history.filter(id=former.pk).exclude(phone="").exists()
    assert left.mandates.get().end_note == ""
    assert left.mandates.count() == 1


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ({"opinion": "000000000000", "by": "city_editor"}, "没有找到"),
        ({"deputy": 987654321, "by": "city_editor"}, "没有找到"),
        ({"by": "nobody"}, "没有这个在用的账号"),
        ({"by": "yuanyang_officer"}, "不管这个地方"),
    ],
)
def test_nobody_gets_what_is_not_theirs_to_give(cast, closed, tmp_path, whom, told):
    whom = whom if "opinion" in whom or "deputy" in whom else whom | {"opinion": closed.code}
    with pytest.raises(CommandError, match=told):
        call_command("export_person", to=tmp_path / "x.json", **whom)
    assert not (tmp_path / "x.json").exists()
