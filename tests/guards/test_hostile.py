"""What the attackers read from a page, and what they make of it."""

from tests.bench.targets import Manner, filled, marked
from tests.guards.hostile import Form, Page

PAGE = """
<form method="post" action="/x/">
  <select name="kind"><option value="">—</option><option value="b" selected>乙</option></select>
  <select name="first"><option value="a">甲</option><option value="b">乙</option></select>
  <select name="some" multiple><option value="a">甲</option></select>
  <textarea name="text">
两行
字</textarea>
  <input type="checkbox" name="off" value="1">
  <input type="radio" name="way" value="x"><input type="radio" name="way" value="y" checked>
  <input name="rows-TOTAL_FORMS" value="3"><input name="rows-0-name" value="甲">
  <input name="rows-1-name" value="乙"><input name="rows-__prefix__-name">
  <input type="checkbox" name="rows-0-DELETE">
</form>
"""


def form() -> Form:
    """The one on the page."""
    return Page(PAGE).forms[0]


def test_a_form_as_shown_is_what_a_browser_sends() -> None:
    assert filled(form(), Manner(is_as_shown=True)) == {
        "kind": "b",
        "first": "a",
        "text": "两行\n字",
        "way": "y",
        "rows-TOTAL_FORMS": "1",
        "rows-0-name": "甲",
    }


def test_a_form_to_be_refused_chooses_what_is_not_offered_and_deletes_no_row() -> None:
    sent = filled(form(), Manner())
    assert {sent["kind"], sent["first"], sent["some"], sent["off"]} == {"123"}
    assert (sent["text"], sent["rows-0-name"], sent["rows-0-DELETE"]) == ("两行\n字", "甲", "")


def test_every_field_is_marked_once_a_few_in_each_request() -> None:
    seen: set[tuple[str, str]] = set()
    fields = {"csrfmiddlewaretoken": "t", "a": "1", "b-TOTAL_FORMS": "1", "c-TOTAL_FORMS": "1", "d": "*"}
    bodies = list(marked(fields, "/x/", seen, 2))
    assert bodies == [
        "csrfmiddlewaretoken=t&a=1*&b-TOTAL_FORMS=1*&c-TOTAL_FORMS=1&d=%2A",
        "csrfmiddlewaretoken=t&a=1&b-TOTAL_FORMS=1&c-TOTAL_FORMS=1&d=%2A*",
    ]
    assert not list(marked(fields, "/x/", seen, 2))
