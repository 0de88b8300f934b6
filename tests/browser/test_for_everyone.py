"""The keyboard alone, the accessibility tree alone, imposed colours, no motion."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import follow, start

PAGES = ["/", "/commencer", "/methode", "/glossaire", "/evaluations/exemple/resultat"]


def test_imposed_colours_keep_the_picture_apart(new_page, base_url):
    page = new_page(base_url=base_url, forced_colors="active")
    page.goto(PAGES[-1])
    fills = {
        page.locator(f".tower .{rung}").first.evaluate("e => getComputedStyle(e).fill")
        for rung in ("rung-today", "rung-planned", "rung-missing", "rung-later")
    }
    assert len(fills) == 4


def test_nothing_moves_for_who_asked_for_it(new_page, base_url):
    page = new_page(base_url=base_url, reduced_motion="reduce")
    for url in PAGES:
        page.goto(url)
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(e => {
              const s = getComputedStyle(e);
              return s.transitionDuration.split(', ').some(d => parseFloat(d) > 0)
                || s.scrollBehavior === 'smooth';
            }).length"""
        )
        assert moving == 0, url


FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const label = e.labels && e.labels[0];
  const box = e.getBoundingClientRect(), s = getComputedStyle(e);
  return {name: e.outerHTML.slice(0, 100), outline: s.outlineStyle,
          width: parseFloat(s.outlineWidth),
          seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""


@pytest.mark.parametrize("path", ["/", "/commencer", "board", "objective"])
def test_the_focus_is_always_seen(new_page, base_url, path):
    page = new_page(base_url=base_url, reduced_motion="reduce")
    if path in ("board", "objective"):
        path = start(page) + ("/objectifs/1.5" if path == "objective" else "")
    page.goto(path)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(60):
        found = page.evaluate(FOCUSED)
        if found is None:
            break
        assert found["outline"] != "none", found
        assert found["width"] >= 2, found
        assert found["seen"], found
        page.keyboard.press("Tab")


TARGETS = (
    "button, .button, .option + label, .inline a, .back a, summary, .tasks li > a, select, "
    "input[type=text], input[type=date]"
)
SMALL = """targets => [...document.querySelectorAll(targets)]
  .filter(e => e.offsetParent && !e.matches('.visually-hidden, .tasks .hint a'))
  .filter(e => e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 120))"""


def test_targets_are_large_enough_for_a_thumb(page):
    board = start(page)
    for url in ["/", "/commencer", board, f"{board}/objectifs/1.5", f"{board}/resultat"]:
        page.goto(url)
        assert page.evaluate(SMALL, TARGETS) == [], url


def reach(page: Page, name: str) -> None:
    """Press Tab until what has this name is focused."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(
            """name => { const e = document.activeElement;
              const text = [e.innerText, ...[...(e.labels || [])].map(l => l.innerText)].join(' ');
              return text.replace(/\\s+/g, ' ').includes(name); }""",
            name,
        ):
            return
    raise AssertionError(f"{name!r} cannot be reached in {page.url}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    reach(page, name)
    left = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != left)


def test_the_whole_way_with_the_keyboard_alone(page):
    page.goto("/")
    press(page, "Commencer")
    reach(page, "Nom de l’association")
    page.keyboard.type("Les Amis")
    reach(page, "Une première demande")
    page.keyboard.press("Space")
    press(page, "Commencer l’évaluation")
    press(page, "Faire un premier tour")
    for number in range(14):
        reach(page, "Oui, c’est en place")
        page.keyboard.press("Space")
        if number % 3 == 1:
            page.keyboard.press("ArrowRight")
            reach(page, "Pour quand")
    press(page, "Voir le résultat")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Résultat provisoire")
    expect(page.locator("#result_summary")).to_contain_text("l’essentiel est en place pour")
    press(page, "Continuer à répondre")
    expect(page.locator("#objectif")).to_be_visible()


def test_what_a_screen_reader_is_told_while_answering(page):
    board = start(page)
    page.goto(f"{board}/objectifs/1.5")
    tree = page.locator("main").aria_snapshot()
    assert 'group "Nous notons les enfants présents."' in tree
    assert re.search(r'radio "Oui, c’est en place"\s*\n', tree)
    assert 'heading "Où en est cet objectif"' in tree
    assert tree.count("status") == 1
    row = page.get_by_role("group", name="Nous notons les enfants présents.")
    row.get_by_role("radio", name="Prévu").check()
    expect(page.get_by_role("status")).to_contain_text("Enregistré à")
    expect(row.get_by_label("Pour quand ? Nous notons les enfants présents.")).to_be_visible()
    page.goto(f"{board}/modifier")
    page.get_by_label("Nom de l’association").fill("")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("group", name="Un point est à corriger")).to_be_focused()
    expect(page.get_by_label("Nom de l’association")).to_have_accessible_description(
        re.compile("Indiquez le nom de votre association")
    )


def test_an_error_in_a_choice_leads_to_its_first_button(page):
    page.goto("/commencer")
    page.get_by_label("Nom de l’association").fill("Les Amis")
    page.get_by_role("button", name="Commencer l’évaluation").click()
    follow(page.locator("#erreurs").get_by_role("link", name="Choisissez"))
    expect(page.get_by_label("Une première demande")).to_be_focused()
    group = page.get_by_role("radiogroup", name="Votre demande")
    expect(group).to_have_attribute("aria-invalid", "true")
    expect(group).to_have_accessible_description(re.compile("questions sont les mêmes.*Choisissez"))


def test_a_link_that_is_given_or_taken_back_is_where_the_reading_goes_on(page):
    page.goto(f"{start(page)}/partage")
    page.get_by_label("Lire le résultat").check()
    page.get_by_role("button", name="Créer le lien").click()
    expect(page.get_by_text("est créé. Copiez-le")).to_be_focused()
    page.locator("summary", has_text="Retirer ce lien").click()
    page.get_by_role("button", name="Oui, retirer").click()
    expect(page.get_by_text("Le lien est retiré.")).to_be_focused()


def test_a_level_that_changes_is_told_with_the_save_and_only_then(page):
    page.goto(f"{start(page)}/objectifs/1.5")
    status = page.get_by_role("status")
    for letter, label, told in (
        ("a", "Oui", "Cet objectif, aujourd’hui (provisoire) : à consolider."),
        ("d", "Non", ""),
        ("a", "Non", "Cet objectif, aujourd’hui (provisoire) : à construire."),
        ("c", "Prévu", "Juste après, vous pouvez donner une date et un nom."),
        ("d", "Oui", ""),
    ):
        page.locator(f"#p-1-5-{letter}").get_by_label(label).check()
        expect(status).to_have_text(
            re.compile(
                r"^Enregistré à \d+.h.\d+\. ?" + re.escape(told).replace(r"\ ", r"\s") + r"\s?$"
            )
        )
        status.evaluate("node => node.textContent = ''")


HEARD = """() => { window.heard = [];
  const region = document.querySelector("form > [role=status]");
  new MutationObserver(() => heard.push(region.textContent))
    .observe(region, {childList: true}); }"""


def test_who_writes_on_while_nothing_can_be_saved_is_told_so_once_one_rests(page):
    board = start(page)
    page.clock.install()
    page.goto(f"{board}/objectifs/1.5")
    page.evaluate(HEARD)
    page.context.set_offline(True)
    for typed in ("un", "un peu", "un peu plus", "un peu plus tard"):
        page.get_by_label("Remarques").fill(typed)
        with page.expect_event("requestfailed"):
            page.clock.run_for(1_500)
    still = "() => heard.filter((words) => words.startsWith('Toujours')).length"
    assert page.evaluate(still) == 0
    page.clock.run_for(3_000)
    assert page.evaluate(still) == 1
    expect(page.locator("form > [role=status]")).to_have_text("Toujours pas enregistré.")


def test_passing_through_answers_with_the_arrows_is_heard_once(page):
    page.goto(f"{start(page)}/objectifs/1.5")
    page.evaluate(HEARD)
    page.locator("#p-1-5-a").get_by_label("Oui").check()
    expect(page.get_by_role("status")).to_contain_text("Enregistré à")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_contain_text("à construire")
    assert len(page.evaluate("heard")) == 2
    assert "une date" not in page.evaluate("heard")[1]


def test_a_date_already_past_is_told_with_the_save(page):
    page.goto(f"{start(page)}/objectifs/1.5")
    row = page.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    row.get_by_label("Pour quand").fill("2020-03-01")
    expect(page.get_by_role("status")).to_contain_text("1er mars 2020 est déjà passé")


def test_an_action_that_is_opened_is_where_the_reading_goes_on(page):
    board = start(page)
    page.goto(f"{board}/plan")
    link = page.locator(".to-plan a").first
    title = link.inner_text()
    follow(link)
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_focused()


def test_what_a_screen_reader_is_told_of_the_result(page):
    page.goto(PAGES[-1])
    page.locator("summary", has_text="Le dessin en mots").click()
    tree = page.locator("main").aria_snapshot()
    assert 'heading "Le projet est à consolider" [level=1]' in tree
    assert 'table "Où en est chaque objectif' in tree
    assert "img" not in tree
    row = page.get_by_role("row", name=re.compile("1.5 Suivi des présences"))
    expect(row.get_by_role("cell")).to_have_text(["Prêt", "Exemplaire"])


def test_a_date_that_does_not_exist_is_told(page):
    board = start(page)
    page.goto(f"{board}/objectifs/1.5")
    row = page.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    date = row.get_by_label("Pour quand")
    date.focus()
    page.keyboard.press("1")  # a day or a month, as this browser asks it, and nothing more
    row.get_by_label("Qui s’en charge").focus()
    alert = row.get_by_role("alert")
    expect(alert).to_contain_text("Cette date n’est pas complète")
    alert.evaluate("node => node.textContent = ''")  # heard
    date.focus()
    row.get_by_label("Qui s’en charge").focus()
    expect(alert).to_contain_text("Cette date n’est pas complète")
    page.get_by_role("button", name="Continuer").last.click()
    expect(date).to_be_focused()
    assert page.url.endswith("/objectifs/1.5")


def test_a_date_half_typed_leaves_the_one_before_in_place(page):
    board = start(page)
    page.goto(f"{board}/objectifs/1.5")
    row = page.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    date = row.get_by_label("Pour quand")
    date.fill("2099-03-01")
    row.get_by_label("Qui s’en charge").fill("Nadia")
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    date.focus()
    page.keyboard.press("Backspace")
    name = row.get_by_label("Qui s’en charge")
    with page.expect_response(lambda answer: "Karim" in (answer.request.post_data or "")):
        name.fill("Karim")
    expect(row.get_by_role("alert")).to_contain_text("Celle d’avant est gardée")
    page.reload()
    expect(date).to_have_value("2099-03-01")
    expect(name).to_have_value("Karim")


def test_a_choice_lies_on_its_label_at_every_width(page):
    board = start(page)
    for url, name in ((f"{board}/modifier", "kind"), (f"{board}/objectifs/1.5", "p-1-5-a-state")):
        page.goto(url)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            choice = page.locator(f"input[name='{name}']").first
            mark = choice.bounding_box()
            label = page.locator(f"label[for='{choice.get_attribute('id')}']").bounding_box()
            assert label["x"] <= mark["x"], (url, width)
            assert label["y"] <= mark["y"], (url, width)
            assert mark["y"] + mark["height"] <= label["y"] + label["height"], (url, width)
