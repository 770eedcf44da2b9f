"""Plain makers of issues. Everything here is fictional."""

import io
import zipfile
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bulletins.actions import settle
from bulletins.defaults import open_series
from bulletins.models import Attachment, Bulletin, BulletinPhoto, Series, State
from liaison.divisions.models import Division
from liaison.lib.images import prepare_photo
from tests import make

BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
MOBILE = "13812345678"


def both_series(city: Division) -> tuple[Series, Series]:
    """专题活动 and 通知公告."""
    return open_series(city)


def bulletin(series: Series, number: int = 1, *, year: int = 2026, **more) -> Bulletin:
    """A draft with a title and two paragraphs."""
    facts = {"title": f"第{number}篇示例", "body": "<p>第一段文字。</p><p>第二段文字。</p>"} | more
    made = Bulletin(series=series, year=year, number=number, **facts)
    settle(made)
    made.save()
    return made


def released(series: Series, number: int = 1, *, hours_ago: float = 2, **more) -> Bulletin:
    """An issue that came out some hours ago; negative hours lie ahead."""
    moment = timezone.now() - timedelta(hours=hours_ago)
    return bulletin(series, number, state=State.RELEASED, published_at=moment, **more)


def photo(issue: Bulletin, **more) -> BulletinPhoto:
    """A photo work of an issue."""
    made = BulletinPhoto(bulletin=issue, **({"alt": "代表在站里接待群众"} | more))
    made.take(prepare_photo(make.photo_file()))
    made.save()
    return made


def docx(text: str = "附件正文") -> bytes:
    """A Word file with one paragraph, cut into runs as Word does."""
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (text[:4], text[4:]))
    return packed({"word/document.xml": f"<w:document><w:body><w:p>{runs}</w:p></w:body></w:document>"})


def packed(members: dict[str, str]) -> bytes:
    """A zip with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"[Content_Types].xml": "<Types/>", **members}.items():
            package.writestr(name, content)
    return stream.getvalue()


def upload(content: bytes, name: str = "工作方案.docx") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def attachment(issue: Bulletin, text: str = "附件正文", title: str = "工作方案") -> Attachment:
    """A Word file that goes with an issue."""
    content = docx(text)
    made = Attachment(bulletin=issue, title=title, kind="docx", size=len(content))
    made.file.save("file", upload(content), save=True)
    return made
