"""The nineteen line icons (24 grid, 1.75 stroke). An icon never stands without a word."""

from django.utils.safestring import SafeString, mark_safe

SHAPES = {
    "letters": '<path d="M3 19L8.5 5h1L15 19M5 14.5h8"/><path d="M15 19l3.2-8h.6L22 19M16.2 16.5h4.6"/>',
    "contrast": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor"/>',
    "speak": '<path d="M4 9.5h3.5L12 5.5v13l-4.5-4H4z"/>'
    '<path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.6-4.5 3.6-7 8-7s7.4 2.5 8 7"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
    "check": '<path d="M4.5 12.5l5 5 10-11"/>',
    "warn": '<path d="M12 3.5L22 20H2z"/><path d="M12 10v4.5M12 17.2v.3"/>',
    "pen": '<path d="M4 20h4L19 9l-4-4L4 16z"/><path d="M13 7l4 4"/>',
    "download": '<path d="M12 4.5V16M7.5 12L12 16.5 16.5 12M5 20h14"/>',
    "print": '<path d="M7 8V3.5h10V8M7 17H4V8h16v9h-3"/><path d="M7 14h10v6.5H7z"/>',
    "pin": '<path d="M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21z"/>'
    '<circle cx="12" cy="9.5" r="2.5"/>',
    "phone": '<path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1'
    ' 1-1z"/>',
    "go": '<path d="M20.5 3.5L3.5 10.5l7 3 3 7z"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "calendar": '<path d="M4 6h16v14.5H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>',
    "access": '<circle cx="11" cy="4.5" r="1.5"/>'
    '<path d="M11 8v6h5l2.5 5.5M11 10.5h4.5M8.5 12.5a5 5 0 1 0 6.5 6"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.3"/>',
}


def icon(name: str) -> SafeString:
    """The drawing of one icon, hidden from screen readers: the word beside it speaks."""
    return mark_safe(  # noqa: S308 - the shapes above are the only input
        f'<svg class="ic" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{SHAPES[name]}</svg>'
    )
