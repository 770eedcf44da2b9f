"""Staff accounts: a person, the division they answer for, and one role."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from liaison.divisions.models import Division
from liaison.divisions.querysets import ScopedQuerySet


class Role(models.TextChoices):
    CITY_EDITOR = "city_editor", "市级编辑"
    CITY_REVIEWER = "city_reviewer", "市级审核"
    AUDITOR = "auditor", "审计"
    COUNTY_OFFICER = "county_officer", "县级填报"
    COUNTY_LEADER = "county_leader", "县级审签"
    KEEPER = "keeper", "站点管理员"


class UserQuerySet(ScopedQuerySet):
    """Accounts stand in the division they answer for."""


class StaffManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's account manager with our row scope."""

    use_in_migrations = False


class User(AbstractUser):
    """A member of staff. Citizens have no accounts."""

    name = models.CharField("姓名", max_length=60, blank=True)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="负责区划",
        help_text="只能看到和处理这个区划以内的记录",
    )
    role = models.CharField("角色", max_length=16, choices=Role, blank=True)

    session_round = models.PositiveIntegerField(default=0, editable=False)
    enabled_at = models.DateTimeField("启用时间", default=timezone.now, editable=False)
    password_at = models.DateTimeField("本人设定密码的时间", null=True, editable=False)
    password_given_at = models.DateTimeField("别人给密码的时间", null=True, editable=False)
    """Since when a password stands that somebody else has seen; empty once its owner has replaced it."""

    first_name = None
    last_name = None

    objects = StaffManager()

    class Meta:
        verbose_name = verbose_name_plural = "工作人员"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The display name; Chinese names are one field."""
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: another password or another round ends it."""
        said = f"{self.session_round}:{self.password}"
        return salted_hmac("liaison.accounts.session", said, secret=secret, algorithm="sha256").hexdigest()

    def get_short_name(self) -> str:
        """The same as the full name."""
        return str(self)


class Tries(models.Model):
    """Wrong tries at one door since it was last quiet; what a row means is said in `doors`."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录尝试"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count}"
