"""Beginning evaluations, and ending them."""

import json
from io import BytesIO
from urllib.parse import urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.fuzz.model import Evaluation, Hands
from tests.fuzz.session import BROWSERS, PICKED, Session
from tests.fuzz.texts import DATES, NAMES, kept_line, read_date


class Beginning(Session):
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
        assert data["last_year"] | {"last_year": 0} == evaluation.data | {"last_year": 0}
        made = Evaluation(board, evaluation.space, data)
        self.evaluations.append(made)

    @rule(browser=BROWSERS, picked=PICKED, slip=st.booleans())
    def delete(self, browser: int, picked: int, slip: bool) -> None:
        evaluation = self.own(browser, picked)
        if evaluation is None:
            return
        reader = self.readers[browser]
        form = reader.page(f"{evaluation.board}/effacer").form()
        asked = evaluation.data["project"] or evaluation.data["association"]
        name = asked + ("x" if slip else "")
        answer = reader.post(form, name=name)
        assert answer.status_code == (422 if slip else 200)
        if not slip:
            self.evaluations.remove(evaluation)
            gone = not any(self.hands[browser].right(one) for one in self.evaluations)
            self.hands[browser] = Hands() if gone else self.hands[browser]
            reader.page(evaluation.board, 404)
