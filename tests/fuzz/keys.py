"""Sharing, taking back, coming in, replacing, handing over, leaving."""

from urllib.parse import urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.fuzz import model
from tests.fuzz.model import Hands, Space
from tests.fuzz.session import BROWSERS, PICKED, Session
from tests.fuzz.texts import NAMES, kept_line


class Keys(Session):
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

    @rule(browser=BROWSERS, picked=PICKED)
    def hand_over(self, browser: int, picked: int) -> None:
        """All the evaluations of that association get keys that nobody had."""
        evaluation = self.own(browser, picked)
        if evaluation is None:
            return
        reader, old = self.readers[browser], evaluation.space
        reader.follow(reader.post(reader.page(f"{evaluation.board}/relais").form()))
        page = reader.page(evaluation.board)
        link = urlsplit(page.tree.query_one("#lien-prive").attrs["value"]).path
        new = Space(link, page.words(".code")[0])
        assert not {new.link, new.code} & {old.link, old.code}
        for one in self.evaluations:
            if one.space is old and model.same_association(one, evaluation):
                one.space = new
        self.hands[browser].given.add(link)

    @rule(browser=BROWSERS)
    def leave(self, browser: int) -> None:
        reader = self.readers[browser]
        reader.post(reader.page("/quitter").form())
        self.hands[browser] = Hands()
