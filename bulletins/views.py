"""The public door: the list, an issue, its photos and files, the feed."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from bulletins import reads
from bulletins.covers import cover_of
from bulletins.filters import Choice, neighbours
from bulletins.models import Attachment, Bulletin, BulletinPhoto, State
from liaison.lib.documents import handed_over
from liaison.lib.pictures import sent
from liaison.lib.richtext import shown
from liaison.ui.paging import CappedPaginator

PER_PAGE = 20
LATEST = 5
FIVE_MINUTES = 300
GONE = 410


class BulletinListView(TemplateView):
    """All issues, newest first, narrowed by series and year."""

    template_name = "public/bulletins/list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reads.write_if_due()
        choice = Choice(self.request.GET, Bulletin.objects.public(timezone.now()), timezone.localdate())
        page = CappedPaginator(choice.rows().for_lists(), PER_PAGE).get_page(self.request.GET.get("page"))
        cover = cover_of(page.object_list) if page.number == 1 else None
        return super().get_context_data(choice=choice, page=page, cover=cover, **kwargs)


class BulletinView(TemplateView):
    """One issue as on the city's own site; a withdrawn one says when and why, with 410."""

    template_name = "public/bulletins/detail.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The issue, the notice that it was withdrawn, or 404: a draft and no issue look the same."""
        reads.write_if_due()
        now = timezone.now()
        bulletin = self.bulletin()
        if bulletin.state == State.WITHDRAWN and bulletin.published_at and bulletin.published_at <= now:
            context = {"bulletin": bulletin}
            self.template_name = "public/bulletins/withdrawn.html"
            return self.render_to_response(context, status=GONE)
        if not bulletin.is_public(now):
            raise Http404("没有这一期")
        reads.note(request, bulletin)
        return self.render_to_response(page_of(bulletin))

    def bulletin(self) -> Bulletin:
        """The issue of the address, whatever its state."""
        slug = self.kwargs.get("slug")
        series = Q(series__slug=slug, series__is_main=False) if slug else Q(series__is_main=True)
        rows = Bulletin.objects.select_related("series").defer("search_text")
        return get_object_or_404(rows, series, year=self.kwargs["year"], number=self.kwargs["number"])


def page_of(bulletin: Bulletin) -> dict[str, Any]:
    """What the page of an issue shows; the preview of staff shows the same."""
    public = Bulletin.objects.public(timezone.now())
    before, after = neighbours(bulletin, public)
    latest = public.exclude(pk=bulletin.pk).for_lists().newest_first()[:LATEST]
    return {
        "bulletin": bulletin,
        "body": shown(bulletin.body),
        "photos": list(bulletin.photos.all()),
        "attachments": list(bulletin.attachments.all()),
        "before": before,
        "after": after,
        "latest": latest,
    }


@require_safe
def photo(request: HttpRequest, pk: int, small: bool = False) -> HttpResponseBase:
    """A photo of a public issue, or of one that this member of staff may see."""
    found = _part(request, BulletinPhoto, pk)
    return _kept_a_while(sent(found.thumbnail if small else found.image))


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a public issue: always to be saved, never shown inside the site."""
    found = _part(request, Attachment, pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as problem:
        raise Http404("没有这个文件") from problem
    return _kept_a_while(handed_over(content, found.file_name))


def _part(request: HttpRequest, model: Any, pk: int) -> Any:
    """A part of an issue that is public now, or within the scope of staff who may look at issues."""
    found = model.objects.public(timezone.now()).filter(pk=pk).first()
    if found is None and request.user.has_perm("bulletins.view_bulletin"):
        found = model.objects.for_staff(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个文件")
    return found


def _kept_a_while(answer: FileResponse) -> FileResponse:
    """A withdrawn photo must not live on in caches: five minutes; for staff HeadersMiddleware says none."""
    del answer.headers["Cache-Control"]
    patch_cache_control(answer, public=True, max_age=FIVE_MINUTES)
    return answer
