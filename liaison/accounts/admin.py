"""Accounts on the desk: opened by the city, with a first password that is shown once."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from liaison.accounts.actions import give_new_password
from liaison.accounts.models import Role, User
from liaison.audit import record
from liaison.audit.desk import ChoicesFilter
from liaison.divisions.scoped import CountyFilter, ScopedAdmin, ScopedForm

# Rights come from the role table, addresses from the account: no second, hidden place for either.
for leftover in (Group, EmailAddress):
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
    """County offices do not open accounts; nobody makes a superuser here."""

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
        """Superusers are kept by superusers only: whoever could reset their password would be one."""
        rows = super().in_scope(queryset, user)
        return rows if user.is_superuser else rows.filter(is_superuser=False)

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
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list:
        reset = path(
            "<int:pk>/reset/", self.admin_site.admin_view(self.reset_view), name="accounts_user_reset"
        )
        return [reset, *super().get_urls()]

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new random password, shown once. POST only."""
        return require_POST(self._reset)(request, pk)

    def _reset(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.object_or_404(request, str(pk))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person.pk == request.user.pk:
            raise Http404
        get_adapter(request).unlock(request, person.username)
        return self._show_once(request, person, "密码已重置")

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
