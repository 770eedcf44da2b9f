"""`manage.py erase_person`: what one person may have erased."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from liaison.portal import persons
from liaison.portal.subject import erase_author, erase_deputy
from opinions.models import Opinion


class Command(BaseCommand):
    """Says what stays: an office held in public, a matter handled in public."""

    help = "应本人要求删除反映人的联系方式、照片和原文，或者离任代表的内部资料，操作留痕"

    def add_arguments(self, parser: ArgumentParser) -> None:
        persons.ask(parser)
        parser.add_argument("--reason", required=True, metavar="依据", help="例如 2026年11月26日来信")

    def handle(self, *, reason: str, **options: Any) -> None:
        row, user = persons.found(options)
        try:
            if isinstance(row, Opinion):
                erase_author(row, by=user, reason=reason)
            else:
                erase_deputy(row, by=user, reason=reason)
        except ValidationError as problem:
            raise CommandError(problem.messages[0]) from problem
        self.stdout.write("已删除；公开的任职经历、公开的办理结果和办理步骤保留")
