"""One line of a to-do list, as every room tells it and the first page of the desk shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """What waits: a word for its kind, the sentence, where it is done, and how pressing it is.

    `tone` is one of the tones of `{% tag %}`: err, warn, info or nothing.
    """

    tag: str
    words: str
    address: str
    tone: str = "info"
