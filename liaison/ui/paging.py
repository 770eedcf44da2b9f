"""Pages over long lists: beyond the cap nobody turns pages, they narrow the question."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

CAP = 1000


class CappedPaginator(Paginator):
    """Counts no further than the cap, so that a list costs the same for a city and for a nation."""

    def __init__(self, rows: Any, per_page: int, *, cap: int = CAP) -> None:
        super().__init__(rows, per_page)
        self.cap = cap

    @cached_property
    def counted(self) -> int:
        """The number of rows, or one more than the cap."""
        return int(self.object_list.order_by().values("pk")[: self.cap + 1].count())

    @property
    def count(self) -> int:
        """Rows that can be paged through."""
        return min(self.counted, self.cap)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than pages lead to."""
        return self.counted > self.cap

    @property
    def count_text(self) -> str:
        """26, or 1000+ where nobody counted further."""
        return f"{self.cap}+" if self.is_capped else str(self.count)


class KnownPaginator(Paginator):
    """Pages over rows that were counted already."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count
