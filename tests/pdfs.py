"""What a reader, or a screen reader, finds in a PDF."""

import re
from io import BytesIO

from pypdf import PdfReader


def plain(text: str) -> str:
    """The same text with plain spaces only, as a PDF gives it back."""
    return re.sub(r"\s+", " ", text)


class Sheet:
    """A PDF read back."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(BytesIO(data))
        self.pages = [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """Every word in reading order, whatever the lines; every space is a plain one."""
        return plain("\n".join(self.pages).replace("\u200b", ""))

    @property
    def title(self) -> str:
        return self.reader.metadata.title

    @property
    def language(self) -> str:
        return self.reader.root_object["/Lang"]

    @property
    def tags(self) -> set[str]:
        """The kinds of element that a screen reader meets."""
        found: set[str] = set()
        waiting = [self.reader.root_object["/StructTreeRoot"]]
        while waiting:
            node = waiting.pop().get_object()
            found |= {str(node["/S"])} if "/S" in node else set()
            below = node.get("/K", [])
            below = below if isinstance(below, list) else [below]
            waiting += [one for one in below if hasattr(one.get_object(), "get")]
        return found

    @property
    def claims_accessibility(self) -> bool:
        """Whether it says that it follows PDF/UA-1, which Typst then enforces."""
        return b"pdfuaid:part" in self.reader.root_object["/Metadata"].get_object().get_data()
