"""The blank questionnaire: the same questions and codes as the pages. Knows neither web nor
database."""

from typing import Any

from wizard.paragraphs import STATES
from wizard.referential import Referential


def blank(referential: Referential, address: str) -> dict[str, Any]:
    """What the printed questionnaire shows; `address` is the page that says how to key it in."""
    return {
        "title": "Questionnaire Clas, à remplir à plusieurs",
        "address": address,
        "version": referential.version,
        "answers": list(STATES.values()),
        "axes": [
            {
                "code": axis.code,
                "name": axis.short,
                "objectives": [
                    {
                        "code": objective.code,
                        "name": objective.short,
                        "practices": [
                            [p.code, p.statement, p.precision] for p in objective.practices
                        ],
                        "pieces": [piece.name for piece in objective.evidence],
                    }
                    for objective in axis.objectives
                ],
            }
            for axis in referential.axes
        ],
        "conditions": [
            {
                "title": group.title,
                "statements": [f"{c.statement.rstrip('.')} ({c.origin})" for c in group.conditions],
            }
            for group in referential.conditions.groups
        ],
    }
