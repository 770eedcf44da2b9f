"""One stylesheet from many parts, small enough for a village network."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from liaison.ui.bundle import PARTS, BundleFinder, build, squeeze

CSS_LIMIT, JS_LIMIT = 30_000, 5_000


def test_squeezing_keeps_every_rule():
    css = (
        '/* why */\n.a,\n.b > c {\n  color: var(--t);\n  content: "a ; b";\n}\n'
        "@media (min-width: 1em) {\n  .d :is(e) { gap: 0 }\n}\n"
    )
    assert squeeze(css) == (
        '.a,.b > c{color:var(--t);content:"a ; b"}@media (min-width:1em){.d :is(e){gap:0}}\n'
    )


def test_the_bundle_is_found_like_any_file():
    assert Path(finders.find("css/site.css")).read_text().startswith(":root{")
    assert [name for name, _ in BundleFinder().list([])] == list(PARTS)


def test_every_part_is_in_the_bundle_or_is_for_the_desk():
    css = settings.BASE_DIR / "static" / "css"
    parts = {str(path.relative_to(css).with_suffix("")) for path in css.rglob("*.css")}
    public = set(PARTS["css/site.css"])
    assert public <= parts
    assert {name for name in parts - public if name.startswith("ui/")} == set()


def test_a_part_that_changed_is_served_anew(tmp_path):
    source = tmp_path / "static"
    for part in PARTS["css/site.css"]:
        file = source / "css" / f"{part}.css"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f".{part.replace('/', '-')} {{ gap: 0 }}\n")
    first = build("css/site.css", source, tmp_path).read_text()
    (source / "css" / "base.css").write_text(".new { gap: 1px }\n")
    second = build("css/site.css", source, tmp_path).read_text()
    assert ".base{gap:0}" in first
    assert ".new{gap:1px}" in second


def test_style_and_script_stay_small():
    assert len(Path(finders.find("css/site.css")).read_bytes()) <= CSS_LIMIT
    assert len((settings.BASE_DIR / "static/js/site.js").read_bytes()) <= JS_LIMIT
