"""Publish what the demo city has published: a year of issues, notices, one of each unfinished state."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from bulletins.actions import settle
from bulletins.defaults import open_series
from bulletins.demo import words
from bulletins.models import Attachment, Bulletin, BulletinPhoto, Series, State
from liaison.accounts.models import User
from liaison.divisions.models import Division
from liaison.lib.images import prepare_photo
from stations.demo.city import PICTURES

MORNING = time(9, 0)


def build(city: Division, today: date, seed: int = 2019) -> int:
    """Both series with their issues, photos and files; returns how many issues."""
    random = Random(seed + 10)  # noqa: S311 -- repeatable, not secret
    main, notices = open_series(city)
    editor = User.objects.filter(username="city").first()
    rows = [
        *_last_year(main, today),
        *_this_year(main, today),
        *_unfinished(main, today),
        *_notices(notices, today),
    ]
    now = timezone.now()
    for row in rows:
        row.author = row.edited_by = editor
        row.reads = random.randint(180, 4200) if row.is_public(now) else 0
        settle(row)
    bulk_create_with_history(rows, Bulletin)
    issues = {row.title: row for row in rows}
    for title, _, _, extra in words.THIS_YEAR:
        _furnish(issues[title], extra)
    return len(rows)


def _moment(day: date, at: time = MORNING) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _body(text: str) -> str:
    return "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in text.split("|"))


def _last_year(series: Series, today: date) -> list[Bulletin]:
    year = today.year - 1
    return [
        Bulletin(
            series=series,
            year=year,
            number=number,
            title=title,
            summary=summary,
            body=_body(text),
            state=State.RELEASED,
            published_at=_moment(date(year, 2 + number * 2, 12)),
        )
        for number, (title, summary, text) in enumerate(words.LAST_YEAR, 1)
    ]


def _this_year(series: Series, today: date) -> list[Bulletin]:
    """Spread over the year until yesterday."""
    first, count = date(today.year, 1, 1), len(words.THIS_YEAR)
    elapsed = max((today - first).days - 5, 0)
    rows = []
    for number, (title, summary, text, _) in enumerate(words.THIS_YEAR, 1):
        day = min(first + timedelta(days=elapsed * number // count), today - timedelta(days=1))
        row = Bulletin(series=series, year=today.year, number=number, title=title, summary=summary)
        row.body, row.state, row.published_at = _body(text), State.RELEASED, _moment(day)
        rows.append(row)
    rows[-1].kicker = "冬季供暖专题接待"
    rows[-1].subtitle = "热力企业、住建部门负责人到站，和代表一起听群众说"
    return rows


def _unfinished(series: Series, today: date) -> list[Bulletin]:
    """One withdrawn, one scheduled, one draft; number 15 is missing, so that the list warns."""
    number = len(words.THIS_YEAR) + 1
    title, reason = words.WITHDRAWN
    withdrawn = Bulletin(series=series, year=today.year, number=number, title=title)
    withdrawn.body = _body("九月份全市联络站接待情况如下。")
    withdrawn.state, withdrawn.withdrawn_reason = State.WITHDRAWN, reason
    withdrawn.published_at = _moment(today - timedelta(days=4))
    withdrawn.withdrawn_at = _moment(today - timedelta(days=3), time(15, 20))
    title, summary, text = words.SCHEDULED
    scheduled = Bulletin(series=series, year=today.year, number=number + 1, title=title, summary=summary)
    scheduled.body, scheduled.state = _body(text), State.RELEASED
    scheduled.published_at = _moment(today + timedelta(days=12))
    title, summary, text = words.DRAFT
    draft = Bulletin(series=series, year=today.year, number=number + 3, title=title, summary=summary)
    draft.body = _body(text)
    return [withdrawn, scheduled, draft]


def _notices(series: Series, today: date) -> list[Bulletin]:
    rows, numbers = [], {}
    for title, lead, days_ago in words.NOTICES:
        day = today - timedelta(days=days_ago)
        numbers[day.year] = numbers.get(day.year, 0) + 1
        row = Bulletin(series=series, year=day.year, number=numbers[day.year], title=title)
        row.body, row.state = _body(words.NOTICE_BODY.format(lead=lead)), State.RELEASED
        row.published_at = _moment(day, time(10, 30))
        rows.append(row)
    return rows


def _furnish(bulletin: Bulletin, extra: str) -> None:
    """Illustrations stand in for photo works; two issues carry a file."""
    if extra in words.PHOTOS:
        _photo(bulletin, extra, 0)
        if extra == "hall":
            _photo(bulletin, "bus", 1)
    elif extra:
        title = f"{bulletin.year}年双岗建功活动{'方案' if extra == '方案' else '项目进度表'}"
        content = _docx(title)
        attachment = Attachment(bulletin=bulletin, title=title, kind="docx", size=len(content))
        attachment.file.save("file", ContentFile(content), save=True)


def _photo(bulletin: Bulletin, name: str, position: int) -> None:
    alt, caption, credit = words.PHOTOS[name]
    photo = BulletinPhoto(bulletin=bulletin, alt=alt, caption=caption, credit=credit, position=position)
    photo.take(prepare_photo((PICTURES / f"{name}.webp").read_bytes()))
    photo.save()


def _docx(text: str) -> bytes:
    """The smallest Word file that opens."""
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxml'
        'formats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", links)
        package.writestr("word/document.xml", page)
    return stream.getvalue()
