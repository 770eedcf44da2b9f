"""Accounts on the desk: opened by the city, with a first password that is shown once."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from liaison.accounts.actions import give_new_password, unlock, unprotect
from liaison.accounts.confirm import ask_first
from liaison.accounts.doors import is_shut
from liaison.accounts.factor import has_factor
from liaison.accounts.models import Role, User
from liaison.accounts.roles import KEPT_ROLES
from liaison.audit import record
from liaison.audit.desk import ChoicesFilter
from liaison.divisions.scoped import CountyFilter, ScopedAdmin, ScopedForm

# Rights come from the role table, all else from the account: no second, hidden place for any.
for leftover in (Group, EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(leftover):
        admin.site.unregister(leftover)


class UserForm(ScopedForm):
    """A person answers for one division in one role."""

    class Meta:
        model = User
        fields = ("username", "name", "role", "division", "email", "is_active")
        labels = {"is_active": "在用"}
        help_texts = {
            "username": "登录时用，如 huixian；字母、数字和 @ . + - _，最多 150 个",
            "is_active": "不再使用的账号去掉勾选，不删除",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences = {"name": "请填写姓名", "role": "请选择角色", "division": "请选择负责区划"}
        for name, sentence in sentences.items():
            if name in self.fields:
                self.fields[name].required = not self.instance.is_superuser
                self.fields[name].error_messages["required"] = sentence


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """The city opens accounts, a county's leader those of the county's own; nobody makes a superuser here."""

    form = UserForm
    list_display = ("username", "name", "role", "division", "active_word", "last_login")
    list_filter = (("role", ChoicesFilter), CountyFilter, "is_active")
    list_select_related = ("division", "division__county")
    search_fields = ("username", "name")
    search_help_text = "按用户名或姓名查找"
    autocomplete_fields = ("division",)
    change_form_template = "admin/accounts/user/change_form.html"
    fieldsets = (
        ("账号", {"fields": ("username", "name", "email", "is_active")}),
        ("职责", {"fields": ("role", "division")}),
        ("使用情况", {"fields": ("last_login", "date_joined")}),
    )

    def choice_label(self, obj: User) -> str:
        return f"{obj}（{obj.division.full_name}）" if obj.division else str(obj)

    @admin.display(description="状态", ordering="is_active")
    def active_word(self, person: User) -> str:
        return "在用" if person.is_active else "停用"

    def in_scope(self, queryset: Any, user: Any) -> Any:
        """Superusers are kept by superusers only: whoever could reset their password would be one.

        A county leader sees the accounts they keep, not those beside or above.
        """
        rows = super().in_scope(queryset, user)
        if user.is_superuser:
            return rows
        rows = rows.filter(is_superuser=False)
        return rows.filter(role__in=KEPT_ROLES[user.role]) if user.role in KEPT_ROLES else rows

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the roles that this person may give."""
        if db_field.name == "role" and request.user.role in KEPT_ROLES and not request.user.is_superuser:
            kept = KEPT_ROLES[request.user.role]
            kwargs["choices"] = [
                ("", "---------"),
                *((role.value, role.label) for role in Role if role in kept),
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def sections(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:2]

    def locked_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody moves themselves to another role or place, or locks themselves out."""
        locked: tuple[str, ...] = ("last_login", "date_joined")
        if obj and obj.pk == request.user.pk:
            locked += ("role", "division", "is_active")
        return locked

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are disabled, not deleted: the trail names them."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        if obj.is_active and "is_active" in form.changed_data:
            obj.enabled_at = timezone.now()
        super().save_model(request, obj, form, change)
        if change and {"role", "division", "is_active"} & set(form.changed_data):
            role = Role(obj.role).label if obj.role else ""
            place = obj.division.full_name if obj.division else ""
            state = "在用" if obj.is_active else "停用"
            record(request.user, "调整账号权限", obj, role=role, division=place, note=state)

    def response_add(self, request: HttpRequest, obj: User, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show_once(request, obj, "账号已建立")

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        context["may_reset"] = bool(
            obj and self.has_change_permission(request, obj) and obj.pk != request.user.pk
        )
        context["is_shut"] = context["may_reset"] and is_shut(obj)
        context["has_factor"] = context["may_reset"] and has_factor(obj)
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list:
        pages = {"reset": self.reset_view, "unlock": self.unlock_view, "factor": self.factor_view}
        ours = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"accounts_user_{name}")
            for name, view in pages.items()
        ]
        return [*ours, *super().get_urls()]

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new random password, shown once. POST only."""
        return self.decide(request, pk, lambda r, person: self._show_once(r, person, "密码已重置"))

    def unlock_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open an account that was guessed at too often. POST only."""
        return self.decide(request, pk, self._unlock)

    def somebody_else(self, request: HttpRequest, pk: int) -> User:
        """The account, if this person keeps it and it is not their own."""
        person: User = self.object_or_404(request, str(pk))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person.pk == request.user.pk:
            raise Http404
        return person

    def decide(
        self, request: HttpRequest, pk: int, act: Callable[[HttpRequest, User], HttpResponse]
    ) -> HttpResponse:
        """Do `act` to somebody else's account, once the password has been typed again. POST only."""

        def answer(request: HttpRequest) -> HttpResponse:
            person = self.somebody_else(request, pk)
            return ask_first(request, reverse("admin:accounts_user_change", args=[pk])) or act(
                request, person
            )

        return require_POST(answer)(request)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **more: Any
    ) -> Any:
        """Whoever may change roles proves first that it is they who sit here."""
        self._must_exist(request, object_id)
        may_write = self.has_change_permission(request) if object_id else self.has_add_permission(request)
        asked = ask_first(request) if may_write else None
        return asked or super().changeform_view(request, object_id, *args, **more)

    def _unlock(self, request: HttpRequest, person: User) -> HttpResponse:
        unlock(person, by=request.user)
        messages.success(request, f"{person}现在可以登录了")
        return redirect("admin:accounts_user_change", person.pk)

    def factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take away the second factor of somebody who lost it. POST only."""
        return self.decide(request, pk, self._factor)

    def _factor(self, request: HttpRequest, person: User) -> HttpResponse:
        unprotect(person, by=request.user)
        messages.success(request, f"{person}的二次验证已重置，下次登录后重新设置")
        return redirect("admin:accounts_user_change", person.pk)

    def _show_once(self, request: HttpRequest, person: User, title: str) -> HttpResponse:
        """The password stands on this page only: no message, no cookie, no redirect carries it."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "person": person,
            "password": give_new_password(person, by=request.user),
            "opts": self.opts,
            "original": person,
        }
        request.current_app = self.admin_site.name
        response = TemplateResponse(request, "admin/accounts/user/password.html", context)
        response["Cache-Control"] = "no-store, private"
        return response
