"""Whom a command about a person means, and for whom it is done."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError

from deputies.models import Deputy
from liaison.accounts.models import User
from opinions.codes import read_code
from opinions.models import Opinion


def ask(parser: ArgumentParser) -> None:
    """The options that both commands share."""
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--opinion", metavar="查询码", help="反映意见的人，按意见的查询码")
    whom.add_argument("--deputy", metavar="编号", type=int, help="代表，按代表页网址里的编号")
    parser.add_argument("--by", required=True, metavar="用户名", help="核对过身份的工作人员，记入操作记录")


def found(options: dict[str, Any]) -> tuple[Opinion | Deputy, User]:
    """The record and the member of staff; CommandError where there is none."""
    user = User.objects.filter(username=options["by"], is_active=True).first()
    if user is None:
        raise CommandError(f"没有这个在用的账号：{options['by']}")
    row: Opinion | Deputy | None
    if options["opinion"]:
        row = Opinion.objects.filter(code=read_code(options["opinion"])).first()
    else:
        row = Deputy.objects.filter(pk=options["deputy"]).first()
    if row is None:
        raise CommandError("没有找到，请核对查询码或编号")
    if not type(row).objects.for_staff(user).filter(pk=row.pk).exists():
        raise CommandError(f"{user} 不管这个地方，请换一个账号")
    return row, user
