"""The public door: leave an opinion, follow it by its code, read what came of others."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from deputies.models import Deputy
from liaison.divisions.models import Division, areas_offered
from liaison.lib import qr
from liaison.lib.text import mask
from liaison.ui.paging import CappedPaginator
from opinions import actions_author, stats
from opinions.codes import read_code, spaced
from opinions.filters import Choice
from opinions.forms import CodeForm, OpinionForm, RatingForm, ReopenForm
from opinions.intake import Visitor, look_up, may_look_up, take_in
from opinions.knocking import WINDOW, TooManyError
from opinions.line import line
from opinions.models import Channel, Opinion
from stations.models import Station

PER_PAGE = 12
TOO_MANY = "提交过于频繁，请稍后再试。写的内容都还在"


@method_decorator(never_cache, name="dispatch")
class NewView(FormView):
    """The form, for one station or one of its deputies; works without scripts."""

    template_name = "public/opinions/new.html"
    form_class = OpinionForm

    @cached_property
    def station(self) -> Station | None:
        """The station of the address."""
        code = self.request.GET.get("station", "")[:12].upper()
        return Station.objects.public().in_service().with_place().filter(code=code).first()

    @cached_property
    def deputy(self) -> Deputy | None:
        """Whom the author would like to hear it: a deputy who serves at this station."""
        asked = self.request.GET.get("deputy", "")
        if not (self.station and asked.isascii() and asked.isdigit() and len(asked) < 16):
            return None
        serving = Deputy.objects.public().serving(timezone.localdate())
        return serving.filter(pk=int(asked), assignments__in=self.station.assignments.open()).first()

    @property
    def channel(self) -> str:
        """Whether the code on the wall led here."""
        return Channel.QR if self.request.GET.get("via") == "qr" else Channel.ONLINE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without a station one looks for it first."""
        if self.station is None:
            return render(request, "public/opinions/where.html")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.station is None:
            raise Http404("没有这个联络站")
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        return super().get_context_data(
            station=self.station,
            deputy=self.deputy,
            days=settings.OPINION_ANSWER_DAYS,
            kept=settings.OPINION_RETENTION_DAYS,
            said=today,
            **kwargs,
        )

    def form_valid(self, form: OpinionForm) -> HttpResponse:
        said, visitor = form.cleaned_data, Visitor.of(self.request)
        try:
            opinion = take_in(
                visitor,
                self.station,
                said["text"],
                token=form.token,
                channel=self.channel,
                deputy=self.deputy,
                place=said["place"],
                contact=form.contact(),
                photos=said["photos"],
            )
        except TooManyError:
            form.add_error(None, TOO_MANY)
            return _slow_down(self.form_invalid(form))
        except ValidationError as problem:
            form.add_error(None, problem.messages)
            return self.form_invalid(form)
        response = redirect(f"{opinion.follow_url}?new=1")
        visitor.remember(response)
        return response


def _slow_down(response: HttpResponseBase) -> Any:
    response.status_code = 429
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _too_many_guesses(request: HttpRequest) -> HttpResponse:
    return _slow_down(render(request, "public/opinions/guessed.html"))


@method_decorator(never_cache, name="dispatch")
class FollowView(TemplateView):
    """A matter as its author sees it; whoever knows the code is the author."""

    template_name = "public/opinions/follow.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody guesses codes: wrong ones are counted, and after too many the right one is refused too."""
        visitor = Visitor.of(request)
        if not may_look_up(visitor):
            return _too_many_guesses(request)
        try:
            opinion = look_up(visitor, kwargs["code"])
        except TooManyError:
            return _too_many_guesses(request)
        if opinion is None:
            raise Http404("没有这个查询码")
        self.opinion = opinion
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opinion = self.opinion
        shown = opinion.parent or opinion
        return super().get_context_data(
            opinion=opinion,
            shown=shown,
            spaced_code=spaced(opinion.code),
            masked=mask(opinion.raw_text),
            line=line(shown, timezone.localdate()),
            moves=list(opinion.moves.order_by("pk")),
            is_new="new" in self.request.GET,
            may_rate=opinion.state in ("answered", "closed"),
            **{"rating": RatingForm(), "reopening": ReopenForm(), "active": None} | kwargs,
        )


class RateView(FollowView):
    """The author's rating, once for each round."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = RatingForm(request.POST)
        if form.is_valid():
            try:
                actions_author.rate(
                    self.opinion, form.cleaned_data["satisfaction"], form.cleaned_data["rating_note"]
                )
                return redirect(self.opinion.follow_url)
            except ValidationError as problem:
                form.add_error(None, problem.messages)
        return self.render_to_response(self.get_context_data(rating=form, active=form))


class ReopenView(FollowView):
    """The author asks for another round."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = ReopenForm(request.POST)
        if form.is_valid():
            try:
                actions_author.reopen(self.opinion, form.cleaned_data["note"])
                return redirect(self.opinion.follow_url)
            except ValidationError as problem:
                form.add_error(None, problem.messages)
        return self.render_to_response(self.get_context_data(reopening=form, active=form))


class QrView(FollowView):
    """The author's address as a QR code, to be photographed or printed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return qr.answer(request, self.opinion.follow_url)


@method_decorator(never_cache, name="dispatch")
class FindView(View):
    """From the code typed to the page that it opens."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "public/opinions/find.html", {"form": CodeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form, visitor = CodeForm(request.POST), Visitor.of(request)
        if not may_look_up(visitor):
            return _too_many_guesses(request)
        if form.is_valid():
            try:
                if opinion := look_up(visitor, read_code(form.cleaned_data["code"])):
                    return redirect(opinion.follow_url)
            except TooManyError:
                return _too_many_guesses(request)
            form.add_error("code", "没有这个查询码，请对照回执再看一遍")
        return render(request, "public/opinions/find.html", {"form": form})


class ListView(TemplateView):
    """What people said and what came of it, and how each county or station answers."""

    template_name = "public/opinions/list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        areas = areas_offered(self.request.GET.get("county", ""))
        choice = Choice(self.request.GET, areas, today)
        page = CappedPaginator(choice.apply(Opinion.objects.told()), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        counted = choice.counted(Opinion.objects.all())
        return super().get_context_data(
            choice=choice,
            page=page,
            rows=[(one, line(one, today)) for one in page],
            total=stats.tally(counted, today),
            places=_places(counted, choice, areas, today),
            **kwargs,
        )


def _places(
    counted: Any, choice: Choice, areas: list[Division], today: Any
) -> list[tuple[str, str, stats.Tally]]:
    """Name, address and tally: the stations of a chosen county, else the counties."""
    if choice.area is None:
        found = stats.by_place(counted, "station__division__county", today)
        return [
            (area.name, f"{reverse('opinions:list')}?county={area.code}", found[area.pk])
            for area in areas
            if area.pk in found
        ]
    found = stats.by_place(counted, "station", today)
    stations = Station.objects.public().filter(pk__in=found).order_by("division__code", "pk")
    return [(one.name, one.get_absolute_url(), found[one.pk]) for one in stations]
