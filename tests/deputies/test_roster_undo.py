"""An import can be taken back as a whole, exactly, while nothing later stands on it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from deputies.actions import assign, elect, settle
from deputies.models import Assignment, Deputy, Mandate, RosterImport, Term
from deputies.roster.apply import Choices, apply
from deputies.roster.undo import can_undo, undo
from liaison.audit.models import Event
from tests import make

from .rosters import bring_in, person, read
from .test_roster_applying import everything


@pytest.fixture
def station(cast):
    return make.station(cast.yuanwu)


def imported(cast, content, **choices):
    """An import that is kept, so that it can be undone."""
    kept = RosterImport.objects.create(user=cast.yuanyang_officer, division=cast.yuanyang, file_name="a.xlsx")
    apply(read(content, cast.yuanyang), Choices(**choices), by=cast.yuanyang_officer, source=kept)
    kept.refresh_from_db()
    return kept


def test_undo_restores_exactly(cast, station):
    other = make.station(cast.yuanwu, name="原武镇中心联络站")
    bring_in(
        [person(), person("乙某某", 联系电话=15400000002)],
        cast.yuanyang,
        on=timezone.localdate() - timedelta(9),
    )
    gone = Deputy.objects.get(name="乙某某")
    before = everything()
    roster = [
        person(工作单位及职务="示例小学校长", 代表层级="县、镇人大代表", 所在联络站=other.name),
        person("丙某某", 联系电话=15400000003),
    ]
    kept = imported(cast, roster, leave=frozenset({gone.pk}))
    assert everything() != before
    undo(kept, by=cast.yuanyang_officer)
    assert everything() == before
    kept.refresh_from_db()
    assert kept.state == "undone"
    assert Event.objects.filter(verb="撤销名册导入").exists()
    assert Deputy.history.filter(name="丙某某", history_type="-").exists()


def test_undone_and_brought_in_again(cast, station):
    undo(imported(cast, person()), by=None)
    assert not Deputy.objects.exists()
    assert not Term.objects.exists()
    assert bring_in(person(), cast.yuanyang).summary["added"] == 1


def test_nothing_is_undone_twice(cast, station):
    kept = imported(cast, person())
    undo(kept, by=None)
    with pytest.raises(ValidationError, match="已撤销，不能撤销"):
        undo(kept, by=None)


def test_a_later_correction_stands_in_the_way(cast, station):
    kept = imported(cast, person())
    deputy = Deputy.objects.get()
    deputy.duty = "示例小学校长"
    deputy.save()
    before = everything()
    with pytest.raises(ValidationError, match="代表记录在导入后又有修改：甲某某"):
        undo(kept, by=None)
    assert everything() == before
    assert can_undo(kept)


def test_a_later_mandate_stands_in_the_way(cast, station):
    kept = imported(cast, person())
    elect(Deputy.objects.get(), make.term(cast.yuanwu, 13), elected_by="第1选区", by=None)
    with pytest.raises(ValidationError, match="导入后又登记了任职：甲某某"):
        undo(kept, by=None)


def test_a_later_move_stands_in_the_way(cast, station):
    kept = imported(cast, person(), on=date(2026, 1, 1))
    other = make.station(cast.yuanwu, name="原武镇中心联络站")
    assign(Deputy.objects.get(), other, since=date(2026, 2, 1), by=None)
    with pytest.raises(ValidationError, match="进站"):
        undo(kept, by=None)


def test_a_term_that_others_use_now_stands_in_the_way(cast, station):
    kept = imported(cast, person())
    make.deputy(cast.yuanyang, Term.objects.get(), name="别某某")
    with pytest.raises(ValidationError, match="导入后又登记了任职：原阳县第十六届"):
        undo(kept, by=None)


def test_the_later_of_two_imports_goes_first(cast, station):
    first = imported(cast, person())
    second = imported(cast, [person(工作单位及职务="示例小学校长"), person("乙某某", 联系电话=15400000002)])
    with pytest.raises(ValidationError):
        undo(first, by=None)
    undo(second, by=None)
    assert Deputy.objects.get().duty == "示例小学教师"
    undo(first, by=None)
    assert not Deputy.objects.exists()


def test_changes_elsewhere_do_not_matter(cast, station):
    kept = imported(cast, person())
    stranger = make.deputy(cast.huixian, make.term(cast.huixian), name="别某某")
    settle(stranger)
    undo(kept, by=None)
    assert list(Deputy.objects.all()) == [stranger]
    assert Mandate.objects.count() == 1
    assert not Assignment.objects.exists()
