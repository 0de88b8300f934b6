"""Documents as data: a title and blocks, from which the pages and editable files are made.

Knows neither web nor database.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """`level` 1 for a part, 2 for a part of it; `apart` when what follows is for other eyes, on a
    sheet of its own."""

    heading: str
    level: int = 1
    apart: bool = False


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """A numbered list."""

    steps: tuple[str, ...]


@dataclass(frozen=True)
class Ticks:
    """Sentences to tick, each after a box."""

    ticks: tuple[str, ...]


@dataclass(frozen=True)
class Fields:
    """Labels, each followed by a line to write on."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """A label, then `lines` ruled lines to write on."""

    label: str
    lines: int


@dataclass(frozen=True)
class Table:
    """`rows` already filled, then `blank` empty ones; `widths` are the shares of the columns."""

    columns: tuple[str, ...]
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0

    @property
    def all_rows(self) -> tuple[tuple[str, ...], ...]:
        """Every row, as long as the columns."""
        empty = ("",) * len(self.columns)
        return tuple((*row, *empty[len(row) :]) for row in self.rows) + (empty,) * self.blank

    @property
    def shares(self) -> tuple[int, ...]:
        """The widths of the columns in hundredths of the whole, alike when none were given."""
        widths = self.widths or (1,) * len(self.columns)
        return tuple(round(100 * width / sum(widths)) for width in widths)


@dataclass(frozen=True)
class Signatures:
    """Who signs, each over a space for date and signature."""

    signatures: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Steps | Ticks | Fields | Lines | Table | Signatures


@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    large: bool = False  # to be read from afar, on a wall
