"""Values that no form of ours sends, and a reader of the forms and links on a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

MARK = "zq9"
"""Part of every piece of markup below: a page that holds `<zq9` reflected it."""

MARKUP = (
    f'"><{MARK} onload=alert(1)>',
    f"'><{MARK}/**/src=x onerror=alert(1)>",
    f"</textarea></script><{MARK}>",
    f"<{MARK}>汉字",
)

VALUES = (
    *MARKUP,
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\x1b[31m\x07",
    "\r\nSet-Cookie: zq9=1",
    "\u202e\u2066倒写\u0000",
    "\ufeff\u200b\u200d",
    "e\u0301" * 40,
    "😀" * 30,
    "a" * 5000,
    "门" * 3000,
    "0",
    "-1",
    "1.5",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "1e400",
    "NaN",
    "Infinity",
    "٣",
    "²",
    "１２",
    "0x10",
    "1_000",
    "true",
    "None",
    "null",
    "[]",
    "{}",
    '{"a": [1]}',
    "__proto__",
    "2024-02-30",
    "0000-00-00",
    "9999-12-31",
    "99999-01",
    "10000-13-32",
    "25:61",
    "24:00",
    "' OR 1=1 --",
    '"; DROP TABLE stations_station; --',
    "%",
    "_%\\",
    "%s%n%(x)s",
    "{{7*7}}{% now %}",
    "${jndi:ldap://zq9}",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "//evil.example/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "=1+1",
    "@SUM(1)",
    ",",
    ",,1,,",
    "1,2,x",
    "*",
    "(",
    "[a-",
    "(a+)+$",
    "-pk",
    "password",
    "user__password__startswith",
    "13800138000",
)

HEADERS = {
    "HTTP_HOST": ("evil.example", "", "testserver:99999", "[::1", "a" * 300, "testserver\t"),
    "HTTP_COOKIE": (
        "sessionid=" + "a" * 4000,
        'sessionid="\\000"; csrftoken=\x00',
        "lg=1; hc=<zq9>; =; ;;",
        "messages=zq9$[[]]",
        "csrftoken=é",
    ),
    "HTTP_REFERER": ("javascript:alert(1)", "http://[::1", "//evil.example", "\xed\xa0\x80", "a" * 9000),
    "HTTP_USER_AGENT": ("", "<zq9>", "\x00", "a" * 9000),
    "HTTP_ACCEPT": ("", "*/*;q=zq9", "application/json;version=99", "text/html;q=-1", "," * 3000),
    "HTTP_ACCEPT_LANGUAGE": ("", "zh" * 3000, "zq9;q=9", "-", "*;q=1e400", "en-" * 900),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=zq9", "br, zstd, zq9", "," * 3000),
    "HTTP_IF_NONE_MATCH": ('"' * 3, "*", "W/", '"a",' * 3000, "\x00"),
    "HTTP_IF_MODIFIED_SINCE": ("Thu, 31 Feb 2024 25:61:61 GMT", "0", "9" * 40, "é"),
    "HTTP_IF_UNMODIFIED_SINCE": ("Thu, 01 Jan 9999 00:00:00 GMT", "zq9"),
    "HTTP_RANGE": ("bytes=0-", "bytes=9-1", "bytes=" + "0-1," * 900, "zq9"),
    "HTTP_X_FORWARDED_FOR": ("", "zq9", "1.2.3.4, " * 900, "::ffff:1.2.3.4%zq9", "\x00"),
    "HTTP_X_FORWARDED_HOST": ("evil.example",),
    "HTTP_X_FORWARDED_PROTO": ("https", "zq9"),
    "HTTP_X_REQUEST_ID": ("a" * 5000, "<zq9>\r\n", "\x00"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest", "zq9"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE", "zq9"),
    "HTTP_ORIGIN": ("null", "http://[::1", "https://evil.example", "\x00"),
    "CONTENT_TYPE": (
        "",
        "zq9",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "a" * 300,
        "application/json; charset=zq9",
        "application/x-www-form-urlencoded; charset=utf-7",
    ),
    "CONTENT_LENGTH": ("-1", "zq9", ""),
    "SERVER_NAME": ("evil.example",),
    "PATH_INFO": ("/\x00", "/%", "//evil.example/%2e%2e/", "/" + "a/" * 2000, "/\xed\xa0\x80", "/work/;x=1"),
}
"""Headers as WSGI names them (a character a byte), each with what it may be sent with."""

METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "ZQ9")


@dataclass
class Form:
    """A form of a page: where it goes, how, and its fields with what they held."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    unticked: set[str] = field(default_factory=set)
    """Boxes, and lists of which several may be chosen, that a browser would not send."""
    lists: set[str] = field(default_factory=set)
    """Fields that offer a list to choose from."""


class Page(HTMLParser):
    """The forms and links of a page, and the names of the parameters that its links carry."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.choosing = self.writing = ""
        self.is_first = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link's parameters, a form, or a field of the form that is open."""
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
            self.names |= {name for name, _ in parse_qsl(urlsplit(told.get("href", "")).query)}
        elif tag == "form":
            self.forms.append(Form(told.get("action", ""), told.get("method", "get").lower()))
        elif tag == "option" and self.choosing:
            if self.takes(told):
                self.forms[-1].fields[self.choosing] = told.get("value", "")
                self.forms[-1].unticked.discard(self.choosing)
        elif tag in ("input", "select", "textarea", "button") and self.forms and told.get("name"):
            self.note(told)
            self.choosing = self.writing = ""
            if tag == "select":
                self.open_list(told)
            elif tag == "textarea":
                self.writing = told["name"]

    def handle_data(self, data: str) -> None:
        """What stands in a text field of several lines; the first break is not part of it."""
        if self.writing:
            held = self.forms[-1].fields
            held[self.writing] += data if held[self.writing] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        """The list or the text is over."""
        if tag in ("select", "textarea"):
            self.choosing = self.writing = ""

    def open_list(self, told: dict[str, str]) -> None:
        """Its options follow."""
        self.choosing, self.is_first = told["name"], "multiple" not in told
        self.forms[-1].lists.add(told["name"])
        if "multiple" in told:
            self.forms[-1].unticked.add(told["name"])

    def takes(self, told: dict[str, str]) -> bool:
        """Whether the list stands on this option: it is marked, or the first where one has to be chosen."""
        is_first, self.is_first = self.is_first, False
        return is_first or "selected" in told

    def note(self, told: dict[str, str]) -> None:
        """One field of the last form."""
        form = self.forms[-1]
        if told.get("type") == "file":
            form.files.add(told["name"])
        elif told.get("type") not in ("checkbox", "radio") or "checked" in told:
            form.fields[told["name"]] = told.get("value", "")
            form.unticked.discard(told["name"])
        elif told["name"] not in form.fields:
            form.fields[told["name"]] = told.get("value", "")
            form.unticked.add(told["name"])
