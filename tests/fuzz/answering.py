"""Filling pages, which may stay open while others fill them too."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fuzz import model
from tests.fuzz.model import FILL, Evaluation
from tests.fuzz.session import BROWSERS, PICKED, Session
from tests.fuzz.texts import DATES, NAMES, REMARKS, kept, kept_line, read_date
from wizard.forms.saved import field_name
from wizard.referential import Objective, load

OBJECTIVES = load().objectives[:4]  # few, so that people meet
STATES = st.sampled_from(["yes", "planned", "no", "unknown", None])


@dataclass
class Typed:
    """What is sent of a page, what must be stored of it, and whether the form takes it."""

    fields: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    taken: bool = True

    def note(self, objective: Objective, ticked: list[str], remarks: str) -> None:
        self.fields |= {"remarks": remarks, "ticked": ticked}
        self.values[objective.code] = {"ticked": sorted(ticked), "remarks": kept(remarks)}
        self.taken &= len(kept(remarks)) <= 5000

    def answer(self, code: str, state: str | None, due: str, owner: str) -> None:
        name = field_name(code)
        if state is None:
            self.values[code] = None
            return
        self.fields |= {f"{name}-state": state, f"{name}-due": due, f"{name}-owner": owner}
        self.values[code] = self.value(state, due, owner)

    def value(self, state: str, due: str, owner: str) -> dict[str, Any]:
        if state != "planned":
            return {"state": state, "due": None, "owner": ""}
        right, day = read_date(due)
        self.taken &= right and len(kept_line(owner)) <= 80
        return {"state": state, "due": day, "owner": kept_line(owner)}


class Answering(Session):
    def fillable(self, browser: int, picked: int) -> Evaluation | None:
        open_to = [one for one in self.evaluations if self.hands[browser].right(one) >= FILL]
        return open_to[picked % len(open_to)] if open_to else None

    @rule(browser=BROWSERS, picked=PICKED, objective=st.sampled_from(OBJECTIVES))
    def open_an_objective(self, browser: int, picked: int, objective: Objective) -> None:
        """A page stays open: it may be sent much later."""
        if evaluation := self.fillable(browser, picked):
            url = f"{evaluation.board}/objectifs/{objective.code}"
            form = self.readers[browser].page(url).form("#objectif")
            subjects = [objective.code, *(one.code for one in objective.practices)]
            shown = model.show(evaluation, subjects)
            self.opened.append((browser, evaluation, objective, form, shown))

    @precondition(lambda self: self.opened)
    @rule(data=st.data(), remarks=REMARKS, due=DATES, owner=NAMES, htmx=st.booleans())
    def send_it(self, data, remarks, due, owner, htmx) -> None:
        place = data.draw(st.integers(0, len(self.opened) - 1))
        browser, evaluation, objective, form, shown = self.opened.pop(place)
        pieces = st.sampled_from([one.code for one in objective.evidence])
        typed = Typed()
        typed.note(objective, data.draw(st.lists(pieces, unique=True)), remarks)
        for practice in objective.practices:
            form.values.pop(f"{field_name(practice.code)}-state", None)
            typed.answer(practice.code, data.draw(STATES), due, owner)
        headers = {"HX-Request": "true"} if htmx else {}
        reader, sent = self.readers[browser], form.values | typed.fields
        answer = reader.ask("POST", form.action, data=sent, headers=headers)
        self.expect(browser, evaluation, answer.status_code, shown, typed)

    @rule(browser=BROWSERS, picked=PICKED, done=st.booleans(), due=DATES, owner=NAMES)
    def plan_an_action(self, browser, picked, done, due, owner) -> None:
        evaluation = self.fillable(browser, picked)
        if evaluation is None:
            return
        page = self.readers[browser].page(f"{evaluation.board}/plan?ajouter=1.1.a")
        if not page.tree.query("form[action*='/actions/']"):
            return
        form = page.form("form[action*='/actions/']")
        code = form.action.partition("?")[0].rpartition("/")[2]
        typed = Typed(fields={"planned": "y", "due": due, "owner": owner})
        typed.values[code] = typed.value("yes" if done else "planned", due, owner)
        if done:
            typed.fields["done"] = "y"
        shown = model.show(evaluation, [code])
        answer = self.readers[browser].post(form, **typed.fields)
        self.expect(browser, evaluation, answer.status_code, shown, typed)

    def expect(self, browser, evaluation, status, shown, typed: Typed) -> None:
        """The answer to a save is what the model says; the model then knows the save."""
        if status == 403:  # the session changed since: a key was used, or one left
            return
        if evaluation not in self.evaluations or self.hands[browser].right(evaluation) < FILL:
            assert status == 404 or not typed.taken
        elif not typed.taken:
            assert status == 422
        else:
            conflict = model.merge(evaluation, shown, typed.values)
            assert (status == 409) == conflict, status
