"""Menus drawn by hand say what Django's own template says."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from liaison.ui.renderer import Renderer

HOSTILE = '"><script>alert(1)</script>&'
MENUS = {
    "plain": (forms.Select(choices=[("", "全部"), ("a", "甲"), ("b", "乙")]), "b"),
    "groups": (forms.Select(choices=[("", "全部"), ("辉县市", [(1, "孟庄镇"), (2, "百泉镇")])]), 2),
    "several": (forms.SelectMultiple(choices=[(n, f"第 {n} 个") for n in range(1200)]), [3, 1100]),
    "none": (forms.Select(choices=[]), None),
    "hostile": (forms.Select(choices=[(HOSTILE, HOSTILE), (HOSTILE, [(1, HOSTILE)])]), HOSTILE),
    "attributes": (
        forms.Select(
            choices=[(0, "无"), (True, "有")], attrs={"class": HOSTILE, "disabled": True, "x": False}
        ),
        0,
    ),
    "yes or no": (forms.NullBooleanSelect(), True),
}


@pytest.mark.parametrize("name", MENUS)
def test_a_menu_holds_the_same_elements(name):
    widget, value = MENUS[name]
    asked = {"name": HOSTILE, "value": value, "attrs": {"id": "id_x", "required": True}}
    ours, theirs = (widget.render(**asked, renderer=kind()) for kind in (Renderer, DjangoTemplates))
    assert parse_html(ours) == parse_html(theirs)
    assert "<script" not in ours


def test_it_is_the_renderer_of_every_form():
    assert isinstance(forms.Form().renderer, Renderer)
