"""The feed of what came out last, in Atom 1.0 (RFC 4287)."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from bulletins.models import Bulletin, Series

NEWEST = 20


class BulletinFeed(Feed):
    """The newest issues of all series; what is withdrawn or still to come is not among them."""

    feed_type = Atom1Feed
    language = "zh-CN"
    link = reverse_lazy("bulletins:list")
    subtitle = "专题活动和通知公告"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The publisher's name: no entry names an author of its own."""
        self.home = request.build_absolute_uri("/").rstrip("/")
        series = Series.objects.select_related("city").first()
        return f"{series.city.name if series else ''}人大代表联络站"

    def title(self, publisher: str) -> str:
        """What the feed is called in a reader."""
        return f"{publisher}：专题活动和通知公告"

    def author_name(self, publisher: str) -> str:
        """RFC 4287 wants an author for the feed where entries name none."""
        return publisher

    def feed_guid(self) -> str:
        """An address that stays the same."""
        return f"{self.home}{reverse('bulletins:feed')}"

    def items(self) -> Any:
        return Bulletin.objects.public(timezone.now()).for_lists().newest_first()[:NEWEST]

    def item_title(self, item: Bulletin) -> str:
        return f"{item.label}：{item.title}" if item.series.is_numbered else item.title

    def item_description(self, item: Bulletin) -> str:
        return item.excerpt

    def item_guid(self, item: Bulletin) -> str:
        """Stays the same when the title or text is corrected."""
        return get_tag_uri(f"{self.home}{item.get_absolute_url()}", item.published_at)

    def item_pubdate(self, item: Bulletin) -> Any:
        return item.published_at

    def item_updateddate(self, item: Bulletin) -> Any:
        return max(item.updated_at, item.published_at)

    def item_categories(self, item: Bulletin) -> list[str]:
        return [item.series.name]
