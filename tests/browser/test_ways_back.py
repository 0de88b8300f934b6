"""Coming back from a browser that has never been here, by each way.

Each is a form: that it needs no script is seen in `tests/views`, whose visitor has none.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.conftest import Server, follow, send, start

NAME = "Les Amis du Quartier"


@pytest.fixture
def other(new_page, base_url) -> Page:
    """A page of a fresh profile."""
    return new_page(base_url=base_url)


@pytest.fixture
def board(page) -> str:
    """An evaluation with one answer, kept in the first browser."""
    board = start(page)
    send(page, f"{board}/objectifs/1.5", {"p-1-5-a-state": "yes"}, "#objectif")
    return board


def expect_the_answer(page: Page) -> None:
    follow(page.get_by_role("link", name="1.5"))
    expect(page.locator("#p-1-5-a").get_by_label("Oui")).to_be_checked()


def link(page: Page) -> str:
    return page.get_by_label("Votre lien privé").input_value()


def test_by_the_link(page, board, other):
    other.goto(link(page))
    follow(other.get_by_role("button", name="Reprendre"))
    assert other.url == board
    expect_the_answer(other)


def test_by_the_code(page, board, other):
    code = page.locator(".code").inner_text()
    other.goto("/")
    follow(other.get_by_role("link", name="Reprendre une évaluation"))
    other.get_by_label("Votre code ou votre lien").fill(code.upper())
    follow(other.get_by_role("button", name="Ouvrir"))
    assert other.url == board
    expect_the_answer(other)


def test_by_the_file(page, board, other, tmp_path):
    assert page.url == board
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger un fichier").click()
    file = tmp_path / "cap-clas.json"
    download.value.save_as(file)
    other.goto("/reprendre/fichier")
    other.get_by_label("Votre fichier").set_input_files(file)
    follow(other.get_by_role("button", name="Reprendre"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Tableau de bord")
    expect_the_answer(other)


def share(page: Page, board: str, kind: str) -> str:
    page.goto(f"{board}/partage")
    page.get_by_label(kind).check()
    links = page.get_by_label("Le lien à donner")
    before = links.count()
    page.get_by_role("button", name="Créer le lien").click()
    expect(links).to_have_count(before + 1)
    return links.first.input_value()


def test_by_an_invitation(page, board, other):
    other.goto(share(page, board, "Aider à remplir"))
    follow(other.get_by_role("button", name="Ouvrir l’évaluation"))
    expect_the_answer(other)
    other.locator("#p-1-5-b").get_by_label("Non").check()
    follow(other.get_by_role("button", name="Enregistrer et revenir"))
    page.goto(f"{board}/objectifs/1.5")
    expect(page.locator("#p-1-5-b").get_by_label("Non")).to_be_checked()


def test_by_a_reading_link_then_revoked(page, board, other):
    url = share(page, board, "Lire le résultat")
    other.goto(url)
    follow(other.get_by_role("button", name="Lire le résultat"))
    expect(other.get_by_text("partage cette autoévaluation avec vous")).to_be_visible()
    assert other.locator("main form, main input").count() == 0
    page.locator("summary", has_text="Retirer ce lien").click()
    page.get_by_role("button", name="Oui, retirer").click()
    expect(page.get_by_text("Liens retirés")).to_be_visible()
    other.reload()
    title = other.get_by_role("heading", level=1)
    expect(title).to_have_text("Cette évaluation ne vous est plus ouverte")
    other.goto(url)
    expect(other.get_by_role("heading", level=1)).to_have_text("Ce lien a été retiré")


def test_replaced_keys_open_nothing(page, board, other):
    old = link(page), page.locator(".code").inner_text()
    page.goto(f"{board}/cles")
    page.locator("summary", has_text="Remplacer").click()
    page.get_by_role("button", name="Oui, remplacer les deux").click()
    expect(page.locator("#fait")).to_contain_text("Le lien et le code sont remplacés")
    expect(page).to_have_title(re.compile("c’est remplacé"))
    other.goto(old[0])
    expect(other.get_by_role("heading", level=1)).to_have_text("Ce lien n’ouvre aucune évaluation")
    other.goto("/reprendre")
    other.get_by_label("Votre code ou votre lien").fill(old[1])
    other.get_by_role("button", name="Ouvrir").click()
    expect(other.locator("#erreurs")).to_contain_text("n’ouvrent aucune évaluation")
    other.goto(link(page))
    follow(other.get_by_role("button", name="Reprendre"))
    assert other.url == board


def test_the_relay(page, board, other):
    page.goto(f"{board}/relais")
    follow(page.get_by_role("button", name="Créer les nouvelles clés"))
    words = page.locator(".code-words li").all_inner_texts()
    other.goto("/reprendre")
    other.get_by_label("Votre code ou votre lien").fill(" ".join(words))
    follow(other.get_by_role("button", name="Ouvrir"))
    assert other.url == board


def test_back_after_leaving_shows_nothing(page, board):
    page.goto(f"{board}/resultat")
    follow(page.get_by_role("link", name="Tableau de bord"))
    follow(page.get_by_role("link", name="Quittez cet appareil"))
    page.get_by_role("button", name="Quitter cet appareil").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Cap Clas est quitté sur cet appareil"
    )
    assert page.context.cookies() == []
    for _ in range(3):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text(NAME)


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
def test_a_shared_computer_forgets_when_the_browser_is_closed(
    browser_type: BrowserType, browser_type_launch_args: dict, base_url, tmp_path: Path, shared
):
    for turn in range(2):
        context = browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args)
        page = context.new_page()
        page.goto(base_url)
        if turn:
            expect(page.locator("main")).to_contain_text("Commencer")
            assert (NAME in page.locator("main").inner_text()) is not shared
        else:
            page.goto(f"{base_url}/commencer")
            page.get_by_label("Nom de l’association").fill(NAME)
            page.get_by_label("Une première demande").check()
            page.get_by_label("appareil partagé").set_checked(shared)
            follow(page.get_by_role("button", name="Commencer l’évaluation"))
        context.close()


def test_no_key_is_told_to_the_log_or_in_a_referer(own_server: Server, new_page):
    page = new_page(base_url=own_server.url)
    board = start(page, base_url=own_server.url)
    code = page.locator(".code").inner_text()
    links = [link(page), share(page, board, "Lire le résultat"), share(page, board, "Aider")]
    secrets = {address.rpartition("/")[2] for address in links}
    told = []
    for address in [*links, f"{own_server.url}/reprendre/{'x' * 43}"]:
        other = new_page(base_url=own_server.url)
        other.on("request", lambda request: told.append(request.all_headers().get("referer", "")))
        other.goto(address)
        button = other.get_by_role("main").get_by_role("button")
        if button.count():
            follow(button)
            follow(other.get_by_role("link", name="Cap Clas"))
    other.goto("/reprendre")
    other.get_by_label("Votre code ou votre lien").fill(code)
    follow(other.get_by_role("button", name="Ouvrir"))
    assert len(told) > len(links)
    assert not [told_one for told_one in told if re.search(r"[\w-]{43}", told_one)]
    own_server.process.terminate()
    log = own_server.process.stdout.read()
    assert not [secret for secret in [*secrets, *code.split()] if secret in log]
