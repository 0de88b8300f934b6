"""What hostile, clumsy or foreign hands type."""

import re
from datetime import datetime

from hypothesis import strategies as st

MARK = "x-evil"  # no page of ours has an element or an attribute of that name
HOSTILE = (
    f"<{MARK}>",
    f'"><{MARK} a="',
    f"'><{MARK}>",
    f"</textarea></title></script><{MARK}>",
    f'" {MARK}="1',
    f"--><{MARK}><!--",
    f"]]><{MARK}>",
    "{{ 7*7 }}{% raw %}",
    "&lt;&amp;&#x27;&nbsp;",
    '#read("/etc/passwd") #import "base.typ": *',
    "$x$ *a* _b_ `c` @d <e> // f /* g",
    "=HYPERLINK(1)",
    "＝1+1",
    "@SUM(1)",
    f"\r\nX-Evil: 1\r\n\r\n<{MARK}>",
    "\nEND:VEVENT\nBEGIN:VEVENT",
    "\n x;y,z\\n",
    "\u202etxt.exe",
    "\u2028\u2029\u0085\ufeff",
    "\x00\x01\x1b[31m\x7f",
    "\ud800",
    "é̂ ﷺ 🏳️‍🌈 ㊗️",
    "../../etc/passwd",
    "%s%n%00{0}",
    "1' OR '1'='1; DROP TABLE answer; --",
    "·" * 81,
    "m" * 201,
)
NAMES = st.one_of(
    st.sampled_from(["Les Amis", "les amis", "Atelier du soir"]),
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.tuples(st.sampled_from(HOSTILE), st.text(max_size=9)).map("".join),
)
REMARKS = NAMES | st.just("é" * 5000) | st.just("é" * 5001)
DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2027-03-01", "01/04/2027", "", "2027-02-30", "9999-12-31", "１/1/2027"]),
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def kept(text: str) -> str:
    """What must be kept of some lines typed: all but controls, halves of letters and spaces
    around. A form sends halves of letters as question marks."""
    sent = text.encode("utf-8", "replace").decode()
    return _CONTROLS.sub("", sent.replace("\r\n", "\n")).strip()


def kept_line(text: str) -> str:
    """The same of one line."""
    return kept(re.sub(r"[\t\r\n]+", " ", text.encode("utf-8", "replace").decode()))


def read_date(text: str) -> tuple[bool, str | None]:
    """Whether a form takes this date, and as what."""
    for written in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return 2000 <= day.year <= 2100, day.isoformat()
    return not text.strip(), None
