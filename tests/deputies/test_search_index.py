"""The index finds exactly what a plain search for a part of the text finds, on both databases."""

import random

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from deputies.actions import settle
from deputies.models import Deputy
from liaison.lib.bigrams import spelt, tokens, wanted
from liaison.lib.search_index import keep
from tests import make

NAMES = ["赵秀兰", "曾国营", "欧阳秀", "单雄信", "阿依古丽·买买提", "李兰", "兰", "Ａnna Lee", "秀"]


@pytest.fixture
def people(cast):
    return [make.deputy(cast.huixian, name=name) for name in NAMES]


@pytest.fixture
def indexed(settings):
    settings.SEARCH_INDEX = True


def found(query: str) -> list[int]:
    return sorted(Deputy.objects.matching(query).values_list("pk", flat=True))


def plainly(query: str) -> list[int]:
    """Without any database: which texts hold every word."""
    from liaison.lib.text import fold

    words = [fold(word) for word in query.split()]
    texts = Deputy.objects.values_list("pk", "search_text")
    return sorted(pk for pk, text in texts if all(word in text for word in words))


@pytest.mark.parametrize(
    "query",
    [
        "赵",
        "秀兰",
        "赵秀兰",
        "兰秀",
        "zxl",
        "zeng",
        "秀 l",
        "买买提",
        "|",
        "%",
        "_",
        "'",
        '"',
        "a",
        "ＬＥＥ",
        "u8d75",
    ],
)
def test_the_index_finds_what_a_plain_search_finds(people, settings, query):
    settings.SEARCH_INDEX = False
    before = found(query)
    settings.SEARCH_INDEX = True
    assert found(query) == before == plainly(query)


def test_any_part_of_any_spelling_is_found(people, indexed):
    chance = random.Random(2019)
    for text in Deputy.objects.values_list("search_text", flat=True):
        for _ in range(40):
            start = chance.randrange(len(text))
            word = text[start : start + chance.randint(1, 9)]
            assert found(word) == plainly(word), word


def test_a_changed_name_is_found_by_the_new_one_and_not_by_the_old(people, indexed):
    person = people[0]
    person.name, person.pinyin = "钱多多", ""
    person.save()
    settle(person)
    assert found("多多") == [person.pk]
    assert not found("赵秀兰")


def test_who_is_gone_is_gone_from_the_index(people, indexed):
    people[1].delete()
    assert not found("曾国")


def test_rows_written_without_the_index_are_brought_in_by_a_command(people, indexed, capsys):
    Deputy.objects.update(search_tokens="")
    assert not found("秀兰")
    call_command("refresh_search")
    assert f"代表：更新 {len(NAMES)} 条" in capsys.readouterr().out
    assert found("秀兰") == plainly("秀兰")
    call_command("refresh_search")
    assert "代表：更新 0 条" in capsys.readouterr().out


def test_an_index_lost_to_a_migration_is_made_again(people, indexed):
    lose_the_index()
    late = make.deputy(people[0].division, name="钱多多")
    connection.check_constraints()  # a migration has none waiting either
    assert keep(Deputy, "default")
    assert found("多多") == [late.pk]
    assert found("秀兰") == plainly("秀兰")
    assert not keep(Deputy, "default")


def lose_the_index() -> None:
    """As SQLite does when it makes a table anew."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX deputies_deputy_tokens")
        else:
            cursor.execute("DROP TRIGGER deputies_deputy_tokens_added")


@given(st.text(max_size=12), st.text(min_size=1, max_size=6))
def test_a_text_that_holds_a_word_holds_all_it_asks_for(text, word):
    held = set(tokens(text + word + text).split())
    assert set(wanted(word)) <= held


def test_words_are_spelt_in_letters_and_digits_only():
    assert spelt("赵秀") == "u8d75u79c0"
    assert all(part.isascii() and part.isalnum() for part in tokens("a b|·'\"").split())
