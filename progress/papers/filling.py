"""A template and the month's facts become a Word file.

Templates come from people, so they run in Jinja's sandbox: they can name facts, choose and
repeat, and reach nothing else. Names with & and < stand as they were written.
"""

import io
import zipfile
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from liaison.lib.office import FileError, FileKind, kind_of
from progress.papers.facts import NAMES

LARGEST = 2 * 1024 * 1024


class TemplateFaultError(ValueError):
    """A template that cannot be used; the message is for the person who chose it."""


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def fill(template: bytes, facts: dict[str, Any]) -> bytes:
    """The finished document. Raises TemplateFaultError where the template asks for what there is not."""
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(facts, jinja_env=_environment(), autoescape=True)
    except UndefinedError as problem:
        raise TemplateFaultError(f"模板里要的内容没有：{problem.message}") from problem
    except TemplateError as problem:
        raise TemplateFaultError(f"模板里的标记写错了：{problem}") from problem
    except Exception as problem:  # a sandboxed template may still divide by nought, or index a word
        raise TemplateFaultError("模板里的标记算不出结果，请对照内置模板检查") from problem
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check(template: bytes, facts: dict[str, Any]) -> None:
    """Raise TemplateFaultError unless the template opens, asks for known names only, and can be filled."""
    if len(template) > LARGEST:
        raise TemplateFaultError("模板不能超过 2 MB")
    try:
        if kind_of(template, "模板.docx") != FileKind.DOCX:
            raise TemplateFaultError("模板应是 .docx 文件")
    except FileError as problem:
        raise TemplateFaultError(str(problem)) from problem
    strange = sorted(_asked(template) - NAMES)
    if strange:
        raise TemplateFaultError(
            f"模板里有不认识的名称：{'、'.join(strange)}。能用的有：{'、'.join(sorted(NAMES))}"
        )
    fill(template, facts)


def _asked(template: bytes) -> set[str]:
    """The names that a template takes from outside."""
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        source = document.patch_xml(document.get_xml())
        return meta.find_undeclared_variables(_environment().parse(source))
    except TemplateError as problem:
        raise TemplateFaultError(f"模板里的标记写错了：{problem}") from problem
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as problem:
        raise TemplateFaultError("文件无法读取或已损坏，请在 Word 或 WPS 里重新保存") from problem
