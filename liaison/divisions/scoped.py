"""Row scope on the admin desk: one base class makes everything obey `for_staff`.

List, object pages, form choices, autocompletes, actions, exports and history all
start from `get_queryset` or from the choices below; out of scope answers 404.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from liaison.audit.desk import DeskAdmin, FixedFilter
from liaison.divisions.models import Division, Level
from liaison.ui.forms import ManyRowsField, may_be_key, speak_plainly


def in_scope(queryset: models.QuerySet, user: Any) -> models.QuerySet:
    """The rows this person may see, where the model knows scope; all rows where it does not."""
    if hasattr(queryset, "for_staff"):
        return queryset.for_staff(user)
    return queryset


def of_own_city(queryset: models.QuerySet, user: Any, path: str = "city") -> models.QuerySet:
    """Rows that belong to the person's city as a whole: checklists, the roadmap."""
    if user.is_superuser:
        return queryset
    if not user.division:
        return queryset.none()
    return queryset.filter(**{path: user.division.city_id})


class ScopedForm(forms.ModelForm):
    """A choice already made stays valid when it has since moved out of sight.

    Without this, saving would silently drop, say, a keeper whose account now
    answers for another place.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        speak_plainly(self)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._keep_chosen(name, field)

    def _keep_chosen(self, name: str, field: forms.ModelChoiceField) -> None:
        chosen = self.initial.get(name)
        ids = [getattr(one, "pk", one) for one in (chosen if isinstance(chosen, list) else [chosen])]
        ids = [pk for pk in ids if pk]
        if not ids or field.queryset is None:
            return
        offered = field.queryset
        field.queryset = offered.model._default_manager.filter(
            Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=ids)
        )


# The browser's own pickers know the language and the phone.
PICKERS = {
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
}


class OnlyKeys:
    """A picker that comes back with what was sent: what can be no key is nobody's."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        """The chosen rows; Django's own asks the database for whatever was sent."""
        return super().optgroups(name, list(filter(may_be_key, value)), attr)  # type: ignore[misc]


class Picker(OnlyKeys, AutocompleteSelect):
    """One row, found by typing."""


class Pickers(OnlyKeys, AutocompleteSelectMultiple):
    """Several rows, found by typing."""


class ScopedChoices:
    """Foreign keys and many-to-many fields offer only what the person may see."""

    admin_site: admin.AdminSite
    autocomplete_fields: Any
    formfield_overrides = PICKERS

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without Django's pop-up windows: records are made on their own pages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("queryset", self.choices_of(db_field, request))
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        return self._label(field, db_field)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("queryset", self.choices_of(db_field, request))
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", Pickers(db_field, self.admin_site))
        kwargs.setdefault("form_class", ManyRowsField)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        return self._label(field, db_field)

    def choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """The rows that may be chosen for this field by this person."""
        rows = in_scope(db_field.remote_field.model._default_manager.all(), request.user)
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related and related.list_select_related not in (False, True):
            rows = rows.select_related(*related.list_select_related)
        return rows

    def _label(self, field: Any, db_field: Any) -> Any:
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if field is not None and isinstance(related, DeskAdmin):
            field.label_from_instance = related.choice_label
        return field


class ScopedAdmin(ScopedChoices, DeskAdmin):
    """A desk whose rows, choices and history end where the person's division ends."""

    form = ScopedForm

    def in_scope(self, queryset: models.QuerySet, user: Any) -> models.QuerySet:
        """Deny by default: a model that knows no scope must say here what it means."""
        if not hasattr(queryset, "for_staff"):
            raise NotImplementedError(f"{self.model.__name__} has no for_staff")
        return queryset.for_staff(user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return self.in_scope(super().get_queryset(request), request.user)

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        """Two editors: the second one gets 409 with everything they typed (trust.md R18)."""
        response = super().render_change_form(request, context, **kwargs)
        if getattr(context["adminform"].form, "is_outdated", False):
            response.status_code = 409
        return response


class SharedChoices(forms.BaseInlineFormSet):
    """All rows of an inline offer one list that was fetched once, not once a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._lists: dict[str, list[Any]] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden:
                self._share(name, field, form.initial.get(name))

    def _share(self, name: str, field: forms.ModelChoiceField, chosen: Any) -> None:
        if name not in self._lists:
            self._lists[name] = list(field.choices)
        offered = {str(value) for value, _ in self._lists[name]}
        if chosen is None or str(chosen) in offered:
            field.widget.choices = self._lists[name]


MOST_ROWS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS // 4
"""Parts of one object on a form: each sends some four fields, and no form sends more fields than that."""


class ScopedInline(ScopedChoices):
    """Parts of an object, with the same choices; mix into Tabular- or StackedInline.

    Django makes up to two thousand rows for whoever claims so many, which keeps a worker busy for seconds.
    """

    form = ScopedForm
    formset = SharedChoices
    extra = 1
    max_num = MOST_ROWS
    template = "admin/edit_inline/tabular.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return in_scope(super().get_queryset(request), request.user)  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **more: Any) -> Any:
        """Not one row more than may be sent, whatever the request claims."""
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS} | more)  # type: ignore[misc]


class CountyFilter(FixedFilter):
    """By county, as far as the person's own division reaches; fixed choices, one query."""

    title = "县（市、区）"
    parameter_name = "county"
    path = "division"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        counties = Division.objects.counties().for_staff(request.user)[:200]
        return [(county.code, county.name) for county in counties]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        code = self.chosen()
        if code is None:
            return queryset
        lookup = f"{self.path}__county__code" if self.path else "county__code"
        return queryset.filter(**{lookup: code})


def county_of(path: str) -> type[CountyFilter]:
    """`list_filter = (county_of("station__division"), …)`: by the county found along `path`."""
    return type("CountyFilter", (CountyFilter,), {"path": path})


class ZoneFilter(FixedFilter):
    """By the functional zone that manages the township."""

    title = "代管功能区"
    parameter_name = "zone"
    path = "division"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        zones = Division.objects.filter(
            level=Level.COUNTY,
            is_real=False,
            managed__in=Division.objects.townships().for_staff(request.user),
        ).distinct()[:100]
        return [(zone.code, zone.name) for zone in zones]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        code = self.chosen()
        if code is None:
            return queryset
        lookup = f"{self.path}__managed_by__code" if self.path else "managed_by__code"
        return queryset.filter(**{lookup: code})
