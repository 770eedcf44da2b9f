"""What Jinja says in English about a template, in words for whoever wrote the template in Word."""

import re

SLOW = "模板算得太久或生成的内容太大（循环太多？），没有采用"
BROKEN = "文件无法读取或已损坏，请在 Word 或 WPS 里重新保存"
UNSAFE = "模板里的标记取了不允许取的内容，只能用列出的名称"
NO_RESULT = "模板里的标记算不出结果，请对照内置模板检查"
WRONG = "模板里的标记写错了"
TAGS = {"for": "for 循环", "if": "if 判断"}

SYNTAX: tuple[tuple[str, str], ...] = (
    (r"innermost block that needs to be closed is '(\w+)'", "“{0}”没有结束，缺少 end{0}"),
    (r"Unexpected end of template", "有标记没有写完"),
    (r"Encountered unknown tag '(end\w+)'", "多了一个“{0}”，前面没有对应的开始"),
    (r"Encountered unknown tag '([^']+)'", "不认识的标记“{0}”"),
    (r"No filter named '([^']+)'", "没有“{0}”这种处理方式"),
    (r"No test named '([^']+)'", "没有“{0}”这种判断"),
    (r"expected token 'end of print statement', got '([^']*)'", "双花括号里“{0}”的前面写错了"),
    (r"expected token '([^']*)', got '([^']*)'", "应为“{0}”，写的是“{1}”"),
    (r"unexpected char '?(.)'? at", "有不能用的字符“{0}”，引号、括号请用英文半角"),
    (r"unexpected '([^']*)'", "多了“{0}”"),
    (r"unexpected end of template|unexpected end", "有标记没有写完"),
)
UNDEFINED: tuple[tuple[str, str], ...] = (
    (r"has no (?:attribute|element) '?([^']+?)'?$", "“{0}”"),
    (r"'([^']+)' is undefined", "“{0}”"),
)


def in_words(kind: str, message: str) -> str:
    """The sentence for an error of this kind; the English never reaches the page."""
    if kind == "syntax":
        said = _first(SYNTAX, message)
        return f"{WRONG}：{said}" if said else WRONG
    if kind == "undefined":
        said = _first(UNDEFINED, message)
        return f"模板里要的内容没有：{said or '请核对名称'}"
    return {"large": SLOW, "broken": BROKEN, "unsafe": UNSAFE}.get(kind, NO_RESULT)


def _first(table: tuple[tuple[str, str], ...], message: str) -> str:
    for pattern, words in table:
        if found := re.search(pattern, message):
            return words.format(*found.groups())
    return ""
