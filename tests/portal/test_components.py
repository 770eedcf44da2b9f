"""Components draw what they are given, safely, and tie words to controls."""

from datetime import date

from django import forms
from django.template import Context, Template

from activities.models import ActivityPhoto
from liaison.ui.charts import stage
from liaison.ui.forms import faults
from liaison.ui.hexmap import Hexagon, layout, shelve
from liaison.ui.marking import mark


def draw(source: str, **context) -> str:
    return Template(source).render(Context(context))


class Ask(forms.Form):
    name = forms.CharField(
        label="怎么称呼您", help_text="可以只留姓", error_messages={"required": "请填写称呼"}
    )
    how = forms.ChoiceField(label="方式", choices=[("a", "当面")], widget=forms.RadioSelect, required=False)


def test_a_field_with_an_error_names_hint_and_error():
    page = draw("{% field form.name %}", form=Ask({}))
    assert 'aria-describedby="id_name-h id_name-e"' in page
    assert 'aria-invalid="true"' in page
    assert '<label for="id_name">怎么称呼您' in page
    assert "请填写称呼" in page


def test_a_field_nobody_must_fill_says_so():
    class Open(forms.Form):
        note = forms.CharField(label="备注", required=False)

    assert "选填" in draw("{% field form.note %}", form=Open())
    assert "选填" not in draw('{% field form.note "" %}', form=Open())


def test_choices_stand_in_a_fieldset_with_a_legend():
    page = draw("{% field form.how %}", form=Ask())
    assert "<legend>方式</legend>" in page
    assert 'type="radio"' in page


def test_the_summary_repeats_the_words_at_the_field():
    page = draw("{% errors form %}{% field form.name %}", form=Ask({}))
    assert "有 1 处需要修改" in page
    assert '<a href="#id_name">请填写称呼</a>' in page


def test_a_form_nobody_sent_has_no_faults():
    assert faults(Ask()) == []
    assert "esum" not in draw("{% errors form %}", form=Ask())


def test_searched_words_are_marked_and_everything_is_escaped():
    assert mark("<b>孟庄</b>", "孟庄") == "&lt;b&gt;<mark>孟庄</mark>&lt;/b&gt;"
    assert mark("Mengzhuang", "MENG") == "<mark>Meng</mark>zhuang"
    assert mark("孟庄镇孟庄村", "孟庄 孟庄镇") == "<mark>孟庄镇</mark><mark>孟庄</mark>村"
    assert mark("a.c", ".*") == "a.c"


def test_what_people_typed_stays_text_in_a_note():
    assert "<script>" not in draw("{% note '' t %}{{ t }}{% endnote %}", t="<script>")


def test_neighbours_in_the_honeycomb_do_not_overlap():
    cells = layout([Hexagon("甲", "1 站", "/", 0, 0), Hexagon("乙", "2 站", "/", 2, 0)]).cells
    right = max(float(p.split(",")[0]) for p in cells[0].points.split())
    left = min(float(p.split(",")[0]) for p in cells[1].points.split())
    assert right < left


def test_a_city_without_places_on_the_map_still_gets_a_honeycomb():
    assert len(set(shelve(12))) == 12


def test_a_running_year_is_neither_done_nor_untouched():
    assert [stage("x", year, date(2026, 1, 1)).state for year in (2025, 2026, 2027)] == ["done", "now", ""]
    assert stage("x", 2026, date(2026, 12, 31)).state == "now"


def test_a_browser_chooses_between_two_sizes_of_a_photo():
    photo = ActivityPhoto(image="large.webp", thumbnail="small.webp", width=1280, height=960)
    assert draw("{% srcset photo '90vw' %}", photo=photo) == (
        'srcset="/media/small.webp 480w, /media/large.webp 1280w" sizes="90vw"'
    )


def test_an_icon_is_silent_and_a_status_speaks():
    assert 'aria-hidden="true"' in draw('{% icon "pin" %}')
    assert "tag-ok" in draw('{% status "running" "运行" %}')
