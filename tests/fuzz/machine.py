"""Random use by three browsers, compared step by step with the model."""

import json
import os
import tempfile
from datetime import datetime
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.fuzz import model
from tests.fuzz.model import Evaluation, Hands, Space
from tests.fuzz.pages import Reader
from tests.fuzz.texts import DATES, NAMES, REMARKS, kept, kept_line
from tests.security.routes import every_route
from wizard import create_app
from wizard.referential import load

BROWSERS = st.integers(0, 2)
PICKED = st.integers(0, 99)
STATES = ["yes", "planned", "no", "unknown", None]
OBJECTIVES = load().objectives


@cache
def application() -> Flask:
    """One for all runs: evaluations pile up in it, and each run sees only its own."""
    os.environ["WIZARD_INSTANCE"] = tempfile.mkdtemp(prefix="cap-clas-fuzz-")
    return create_app({"TESTING": True, "RATELIMIT_ENABLED": False})


def read_date(text: str) -> tuple[bool, str | None]:
    """Whether a form takes this date, and as what."""
    for written in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return 2000 <= day.year <= 2100, day.isoformat()
    return not text.strip(), None


class Use(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.readers = [Reader(application()) for _ in range(3)]
        self.hands = [Hands() for _ in range(3)]
        self.evaluations: list[Evaluation] = []
        self.opened: list[tuple] = []

    # Picking

    def own(self, browser: int, picked: int) -> Evaluation | None:
        mine = [one for one in self.evaluations if self.hands[browser].right(one) == 3]
        return mine[picked % len(mine)] if mine else None

    def adopt(self, browser: int, board: str, data: dict) -> Evaluation:
        """A new evaluation that the application says this browser has."""
        page = self.readers[browser].page(board)
        link = urlsplit(page.tree.query_one("#lien-prive").attrs["value"]).path
        spaces = {one.space.link: one.space for one in self.evaluations}
        space = spaces.get(link)
        if space:  # never the space of another browser
            assert self.hands[browser].keys & {space.link, space.code}
        else:
            space = Space(link, page.words(".code")[0])
            self.hands[browser].keys.add(link)
        made = Evaluation(board, space, data)
        self.evaluations.append(made)
        return made

    def file_of(self, browser: int, evaluation: Evaluation) -> dict:
        return self.readers[browser].ask("GET", f"{evaluation.board}/fichier").json

    # Beginning and ending

    @rule(browser=BROWSERS, name=NAMES, project=NAMES, deadline=DATES)
    def start(self, browser: int, name: str, project: str, deadline: str) -> None:
        reader = self.readers[browser]
        form = reader.page("/commencer").form()
        fields = {"association": name, "project": project, "deadline": deadline, "kind": "first"}
        answer = reader.post(form, **fields)
        taken, day = read_date(deadline)
        association, about = kept_line(name), kept_line(project)
        if not (taken and association and max(len(association), len(about)) <= 200):
            assert answer.status_code == 422
            return
        board = urlsplit(answer.headers["Location"]).path
        data = reader.ask("GET", f"{board}/fichier").json
        expected = {"association": association, "project": about, "deadline": day, "answers": {}}
        assert {name: data[name] for name in expected} == expected
        self.adopt(browser, board, data)

    @rule(browser=BROWSERS, picked=PICKED)
    def bring_back_a_file(self, browser: int, picked: int) -> None:
        """What goes out of one browser comes in whole in another."""
        evaluation = self.own(browser, picked)
        if evaluation is None:
            return
        data = self.file_of(browser, evaluation)
        other = (browser + picked) % 3
        reader = self.readers[other]
        form = reader.page("/reprendre/fichier").form()
        file = (BytesIO(json.dumps(data).encode()), "f.json")
        answer = reader.post(form, file=file)
        assert answer.status_code == 303
        made = self.adopt(other, urlsplit(answer.headers["Location"]).path, data)
        made.revisions = {one: 1 for part in ("answers", "notes") for one in data[part]}

    @rule(browser=BROWSERS, picked=PICKED)
    def prepare_next_year(self, browser: int, picked: int) -> None:
        evaluation = self.own(browser, picked)
        if evaluation is None or len(self.evaluations) > 12:
            return
        reader = self.readers[browser]
        page = reader.page(f"{evaluation.board}/annee-suivante")
        board = reader.follow(reader.post(page.form("main form[method=post]"))).url
        data = reader.ask("GET", f"{board}/fichier").json
        assert data["last_year"] == {**evaluation.data, "last_year": None} or data["last_year"]
        made = Evaluation(board, evaluation.space, data)
        self.evaluations.append(made)

    @rule(browser=BROWSERS, picked=PICKED, slip=st.booleans())
    def delete(self, browser: int, picked: int, slip: bool) -> None:
        evaluation = self.own(browser, picked)
        if evaluation is None:
            return
        reader = self.readers[browser]
        form = reader.page(f"{evaluation.board}/effacer").form()
        name = evaluation.data["association"] + ("x" if slip else "")
        answer = reader.post(form, name=name)
        assert answer.status_code == (422 if slip else 200)
        if not slip:
            self.evaluations.remove(evaluation)
            gone = not any(self.hands[browser].right(one) for one in self.evaluations)
            self.hands[browser] = Hands() if gone else self.hands[browser]
            reader.page(evaluation.board, 404)

    # Answering

    @rule(browser=BROWSERS, picked=PICKED, number=PICKED)
    def open_an_objective(self, browser: int, picked: int, number: int) -> None:
        """A page stays open: it may be sent much later."""
        filled = [one for one in self.evaluations if self.hands[browser].right(one) >= 2]
        if not filled:
            return
        evaluation = filled[picked % len(filled)]
        objective = OBJECTIVES[number % 4]  # few, so that people meet
        url = f"{evaluation.board}/objectifs/{objective.code}"
        form = self.readers[browser].page(url).form("#objectif")
        subjects = [objective.code, *(one.code for one in objective.practices)]
        shown = model.show(evaluation, subjects)
        self.opened.append((browser, evaluation, objective, form, shown))

    @precondition(lambda self: self.opened)
    @rule(
        data=st.data(),
        remarks=REMARKS,
        states=st.lists(st.sampled_from(STATES), min_size=6, max_size=6),
        due=DATES,
        owner=NAMES,
        htmx=st.booleans(),
    )
    def send_it(self, data, remarks, states, due, owner, htmx) -> None:
        place = data.draw(st.integers(0, len(self.opened) - 1))
        browser, evaluation, objective, form, shown = self.opened.pop(place)
        pieces = [one.code for one in objective.evidence]
        ticked = data.draw(st.lists(st.sampled_from(pieces), unique=True)) if pieces else []
        fields = {"remarks": remarks, "ticked": ticked}
        sent = {objective.code: {"ticked": sorted(ticked), "remarks": kept(remarks)}}
        taken, day = read_date(due)
        right = len(kept(remarks)) <= 5000
        for practice, state in zip(objective.practices, states, strict=False):
            name = f"p-{practice.code.replace('.', '-')}"
            if state is None:
                fields.pop(f"{name}-state", None)
                form.values.pop(f"{name}-state", None)
                sent[practice.code] = None
                continue
            fields |= {f"{name}-state": state, f"{name}-due": due, f"{name}-owner": owner}
            planned = state == "planned"
            right &= not planned or (taken and len(kept_line(owner)) <= 80)
            sent[practice.code] = {
                "state": state,
                "due": day if planned else None,
                "owner": kept_line(owner) if planned else "",
            }
        headers = {"HX-Request": "true"} if htmx else {}
        data_sent = form.values | fields
        reader = self.readers[browser]
        answer = reader.ask("POST", form.action, data=data_sent, headers=headers)
        self.expect(browser, evaluation, answer.status_code, right, shown, sent)

    def expect(self, browser, evaluation, status, right, shown, sent) -> None:
        if status == 403:  # the session changed since: a key was used, or one left
            return
        if evaluation not in self.evaluations or self.hands[browser].right(evaluation) < 2:
            assert status == 404
        elif not right:
            assert status == 422
        else:
            conflict = model.merge(evaluation, shown, sent)
            assert (status == 409) == conflict, status

    # Keys

    @rule(browser=BROWSERS, picked=PICKED, edit=st.booleans(), label=NAMES)
    def share(self, browser: int, picked: int, edit: bool, label: str) -> None:
        evaluation = self.own(browser, picked)
        if evaluation is None:
            return
        reader = self.readers[browser]
        form = reader.page(f"{evaluation.board}/partage").form()
        answer = reader.post(form, kind="edit" if edit else "read", label=label)
        if len(kept_line(label)) > 80:
            assert answer.status_code == 422
            return
        page = reader.follow(answer)
        links = [
            urlsplit(one.attrs["value"]).path for one in page.tree.query("input[id^=partage-]")
        ]
        known = {one.link for one in evaluation.shares}
        [new] = [link for link in links if link not in known]
        evaluation.shares.append(model.Share(new, edit))

    @rule(browser=BROWSERS, picked=PICKED)
    def revoke(self, browser: int, picked: int) -> None:
        evaluation = self.own(browser, picked)
        standing = [one for one in evaluation.shares if not one.revoked] if evaluation else []
        if not standing:
            return
        reader = self.readers[browser]
        page = reader.page(f"{evaluation.board}/partage")
        last = standing[-1]  # the pages list the last made first
        reader.follow(reader.post(page.form("form[action$='/retirer']")))
        last.revoked = True

    @rule(browser=BROWSERS, picked=PICKED, kind=st.sampled_from(["link", "code", "share"]))
    def use_a_key(self, browser: int, picked: int, kind: str) -> None:
        if not self.evaluations:
            return
        evaluation = self.evaluations[picked % len(self.evaluations)]
        reader, space = self.readers[browser], evaluation.space
        shares = evaluation.shares
        if kind == "share" and shares:
            share = shares[picked % len(shares)]
            opened = reader.ask("GET", share.link)
            assert opened.status_code == (404 if share.revoked else 200)
            if not share.revoked:
                reader.follow(reader.post(reader.page(share.link).form()))
                self.hands[browser].keys.add(share.link)
        elif kind != "share":
            typed = space.link if kind == "link" else space.code
            form = reader.page("/reprendre").form("main form:not([action$='/courriel'])")
            reader.follow(reader.post(form, key=typed))
            self.hands[browser].keys.add(typed)

    @rule(browser=BROWSERS, picked=PICKED, what=st.sampled_from(["link", "code", "both"]))
    def replace_keys(self, browser: int, picked: int, what: str) -> None:
        evaluation = self.own(browser, picked)
        if evaluation is None:
            return
        reader, space, hands = self.readers[browser], evaluation.space, self.hands[browser]
        form = reader.page(f"{evaluation.board}/cles").form("form[action$='/cles']")
        reader.follow(reader.post(form, replace=what))
        page = reader.page(evaluation.board)
        by_link, by_code = space.link in hands.keys, space.code in hands.keys
        was_given = space.link in hands.given
        old = space.link, space.code
        space.link = urlsplit(page.tree.query_one("#lien-prive").attrs["value"]).path
        space.code = page.words(".code")[0]
        assert (space.link != old[0]) == (what != "code")
        assert (space.code != old[1]) == (what != "link")
        hands.keys |= ({space.link} if by_link else set()) | ({space.code} if by_code else set())
        hands.given |= {space.link} if was_given else set()

    @rule(browser=BROWSERS)
    def leave(self, browser: int) -> None:
        reader = self.readers[browser]
        reader.post(reader.page("/quitter").form())
        self.hands[browser] = Hands()

    # What must always hold

    @invariant()
    def every_browser_opens_what_its_keys_open_and_nothing_else(self) -> None:
        for evaluation in self.evaluations[-3:]:
            for reader, hands in zip(self.readers, self.hands, strict=True):
                right = hands.right(evaluation)
                pages = {"/cles": 3, "": 2, "/resultat": 1}
                for page, needed in pages.items():
                    answer = reader.client.get(f"{evaluation.board}{page}")
                    assert answer.status_code == (200 if right >= needed else 404)

    @invariant()
    def what_is_stored_is_what_was_sent(self) -> None:
        for evaluation in self.evaluations[-3:]:
            for browser, hands in enumerate(self.hands):
                if hands.right(evaluation) == 3:
                    assert self.file_of(browser, evaluation) == evaluation.data
                    break

    @rule(browser=BROWSERS, picked=PICKED, route=st.integers(0, 200))
    def read_anything(self, browser: int, picked: int, route: int) -> None:
        """Any page or file of an evaluation is sound; `Reader.ask` looks at it."""
        if not self.evaluations:
            return
        board = self.evaluations[picked % len(self.evaluations)].board
        routes = [r for r in every_route(application(), board) if r.method == "GET"]
        self.readers[browser].ask("GET", routes[route % len(routes)].url)
