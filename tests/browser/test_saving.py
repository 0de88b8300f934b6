"""What HTMX adds: saving and feedback in place, and the truth when it fails."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import follow, start
from tests.trust.disks import no_growth

STATUS = "#save-status"


@pytest.fixture
def objective(page, base_url):
    """The page of objective 1.5 of a new evaluation."""
    board = start(page, base_url=base_url)
    page.goto(f"{board}/objectifs/1.5")
    return page


def opened_by_another(objective, new_page):
    """The same page in another browser, both as it is stored now."""
    board = objective.url.partition("/objectifs")[0]
    objective.goto(board)
    other = new_page()
    other.goto(objective.get_by_label("Votre lien privé").input_value())
    follow(other.get_by_role("button", name="Reprendre"))
    for page in (objective, other):
        page.goto(f"{board}/objectifs/1.5")
    return other


def test_an_answer_is_saved_and_the_level_follows_in_place(objective):
    objective.locator("#p-1-5-a").get_by_label("Oui, c’est en place").check()
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    feedback = objective.locator("#objective_feedback")
    expect(feedback).to_contain_text(re.compile(r"aujourd’hui \(provisoire\).: à consolider"))
    expect(feedback).to_contain_text("Nous remplissons une feuille de présence")
    objective.reload()
    expect(objective.locator("#p-1-5-a").get_by_label("Oui, c’est en place")).to_be_checked()


def test_what_an_answer_brings_appears_with_it(objective):
    row = objective.locator("#p-1-5-b")
    expect(row.get_by_label("Pour quand")).to_be_hidden()
    expect(row.get_by_text("Ce que vous pouvez faire")).to_be_hidden()
    row.get_by_label("Prévu").check()
    expect(row.get_by_label("Pour quand")).to_be_visible()
    expect(row.get_by_text("Ce que vous pouvez faire")).to_be_visible()
    row.get_by_label("Oui").check()
    expect(row.get_by_label("Pour quand")).to_be_hidden()
    expect(row.get_by_text("Ce que vous pouvez faire")).to_be_hidden()


def test_fast_answers_are_all_saved(objective):
    for letter in "abcde":
        for label in ("Non", "Prévu", "Je ne sais pas", "Oui"):
            objective.locator(f"#p-1-5-{letter}").get_by_label(label).check()
    expect(objective.locator("#objective_feedback")).to_contain_text(
        re.compile("aujourd’hui.: exemplaire")
    )
    objective.reload()
    assert objective.locator("input[value=yes]:checked").count() == 5


def test_what_was_said_to_be_saved_takes_no_touch_once_it_is_gone(objective):
    objective.set_viewport_size({"width": 360, "height": 740})
    objective.locator("#p-1-5-a").get_by_label("Oui").check()
    said = objective.locator(f"{STATUS} .saved")
    expect(said).to_contain_text("provisoire")
    assert said.bounding_box()["y"] < 100  # above the answers that come next
    said.evaluate("element => element.getAnimations().forEach((each) => each.finish())")
    expect(said).to_be_hidden()


def test_typing_keeps_the_focus_and_is_saved(objective):
    remarks = objective.get_by_label("Remarques")
    remarks.press_sequentially("Le lundi", delay=20)
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    expect(remarks).to_be_focused()
    remarks.press_sequentially(" et le jeudi", delay=20)
    assert remarks.input_value() == "Le lundi et le jeudi"


def test_who_reads_what_a_save_draws_anew_stays_there(objective):
    objective.locator("#p-1-5-a").get_by_label("Non").check()
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    read = objective.locator("#objective_feedback a").first
    read.evaluate("link => { link.className = 'before' }")
    objective.get_by_label("Remarques").press_sequentially("Le lundi")
    objective.keyboard.press("Tab")
    expect(read).to_be_focused()
    expect(objective.locator("#objective_feedback .before")).to_have_count(0)
    expect(read).to_be_focused()


def test_what_is_typed_just_before_leaving_is_saved(objective):
    address, remarks = objective.url, objective.get_by_label("Remarques")
    remarks.press_sequentially("à peine écrit", delay=5)
    objective.goto("/")
    found = []
    while len(found) < 20 and "à peine écrit" not in found:  # it is sent beside the next page
        objective.goto(address)
        found.append(remarks.input_value())
    assert found[-1] == "à peine écrit"


def test_a_link_followed_while_typing_shows_what_was_typed(objective):
    planned = objective.locator("#p-1-5-b")
    planned.get_by_label("Prévu").check()
    planned.get_by_label("Pour quand").fill("2032-03-01")
    planned.get_by_label("Qui s’en charge").press_sequentially("Nadia", delay=5)
    objective.get_by_role("link", name="Plan d’action").click()
    expect(objective.get_by_role("heading", level=1)).to_have_text("Plan d’action")
    expect(objective.get_by_role("main")).to_contain_text(
        "Prévu\u00a0: en place pour le 1er mars 2032 – Nadia"
    )


def test_a_link_leads_on_only_once_what_was_typed_is_saved(objective):
    failed = []
    objective.on("requestfailed", lambda request: failed.append(request))
    objective.route("**/objectifs/1.5", lambda route: route.abort())
    objective.get_by_label("Remarques").press_sequentially("à peine écrit", delay=5)
    expect(objective.locator(STATUS)).to_contain_text("la connexion ne répond pas")
    # What the link sends fails, then what says so.
    with objective.expect_event("requestfailed", lambda _: len(failed) > 2):
        objective.get_by_role("link", name="Plan d’action").click()
    expect(objective.locator(STATUS)).to_contain_text("puis ouvrira la suite")
    expect(objective.get_by_label("Remarques")).to_have_value("à peine écrit")
    objective.unroute("**/objectifs/1.5")
    objective.get_by_role("button", name="Réessayer").click()
    expect(objective.get_by_role("heading", level=1)).to_have_text("Plan d’action")
    objective.go_back()
    expect(objective.get_by_label("Remarques")).to_have_value("à peine écrit")


def test_the_big_button_waits_for_the_connection_and_then_leads_on(objective):
    objective.context.set_offline(True)
    objective.get_by_label("Remarques").fill("à peine écrit")
    objective.get_by_role("button", name="Continuer").last.click()
    expect(objective.locator(STATUS)).to_contain_text("la connexion ne répond pas")
    expect(objective.locator(STATUS)).to_contain_text("puis ouvrira la suite")
    expect(objective.get_by_label("Remarques")).to_have_value("à peine écrit")
    objective.get_by_label("Remarques").fill("à peine relu")
    expect(objective.locator(STATUS)).not_to_contain_text("puis ouvrira la suite")
    objective.get_by_role("button", name="Continuer").last.click()
    objective.context.set_offline(False)
    expect(objective).to_have_url(re.compile("/axes/1"))
    objective.go_back()
    expect(objective.get_by_label("Remarques")).to_have_value("à peine relu")


@pytest.mark.parametrize("way_on", [("button", "Continuer"), ("link", "Plan d’action")])
def test_who_moves_on_waits_for_the_save_under_way(objective, way_on):
    address, remarks, sent = objective.url, objective.get_by_label("Remarques"), []
    saves = re.compile("/objectifs/1.5$")

    def hold_the_first(route):
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    objective.route(saves, hold_the_first)
    with objective.expect_request(saves):
        remarks.fill("Le lundi")
    remarks.press_sequentially(" et le jeudi")
    objective.get_by_role(way_on[0], name=way_on[1]).last.click()
    expect(objective.locator(STATUS)).to_have_text("Enregistrement…")
    assert [route.request.post_data_json["remarks"] for route in sent] == ["Le lundi"]
    sent[0].continue_()
    expect(objective).not_to_have_url(address)
    objective.goto(address)
    expect(remarks).to_have_value("Le lundi et le jeudi")


TEN_FRAMES = """async () => {
  for (let drawn = 0; drawn < 10; drawn++) await new Promise(requestAnimationFrame);
}"""


def test_what_one_presses_does_not_move_before_it_is_let_go(objective):
    saves, sent = re.compile("/objectifs/1.5$"), []
    objective.route(saves, lambda route: sent.append(route))
    with objective.expect_request(saves):
        objective.locator("#p-1-5-a").get_by_label("Non").check()
    button = objective.get_by_role("button", name="Continuer").last
    button.hover()
    held = button.bounding_box()
    objective.mouse.down()
    with objective.expect_response(saves):
        sent[0].continue_()
    objective.evaluate(TEN_FRAMES)
    assert button.bounding_box() == held
    objective.unroute(saves)
    objective.mouse.up()
    expect(objective).to_have_url(re.compile("/axes/1"))


def test_a_half_typed_date_is_told_to_who_presses_the_button_below(objective):
    row = objective.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    row.get_by_label("Pour quand").press("1")
    button = objective.get_by_role("button", name="Continuer").last
    button.hover()
    held = button.bounding_box()
    objective.mouse.down()
    objective.evaluate(TEN_FRAMES)
    assert button.bounding_box() == held
    objective.mouse.up()
    expect(row.get_by_role("alert")).to_contain_text("Cette date n’est pas complète")
    expect(row.get_by_label("Pour quand")).to_be_focused()


def test_what_waited_for_the_connection_is_saved_when_it_is_back(objective):
    objective.context.set_offline(True)
    objective.get_by_label("Remarques").fill("sans réseau")
    expect(objective.locator(STATUS)).to_contain_text("Gardez cette page ouverte")
    objective.context.set_offline(False)
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    objective.reload()
    expect(objective.get_by_label("Remarques")).to_have_value("sans réseau")


def test_what_changed_while_one_decides_is_shown_again(objective, new_page):
    other = opened_by_another(objective, new_page)
    mine, row = objective.locator("#p-1-5-a"), other.locator("#p-1-5-a")
    mine.get_by_label("Oui").check()
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    row.get_by_label("Non").check()
    expect(row.locator(".conflict")).to_contain_text("enregistrée\u00a0: Oui")
    with objective.expect_response("**/objectifs/1.5"):
        mine.get_by_label("Je ne sais pas").check()
    row.get_by_role("button", name="Garder ma réponse").click()
    row = other.locator("#p-1-5-a")
    expect(row.locator(".conflict")).to_contain_text("enregistrée\u00a0: Je ne sais pas")
    row.get_by_role("button", name="Garder ma réponse").click()
    expect(other.locator(".conflict")).to_have_count(0)
    expect(other.locator("#p-1-5-a").get_by_label("Non", exact=True)).to_be_checked()


def three_actions_in_conflict(objective, new_page):
    """Two people planned the same actions; what the second sees of them."""
    board = objective.url.partition("/objectifs")[0]
    objective.goto(f"{board}/objectifs/1.5")
    for letter in "abc":
        row = objective.locator(f"#p-1-5-{letter}")
        row.get_by_label("Prévu").check()
        row.get_by_label("Pour quand").fill("2099-03-01")
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    objective.goto(board)
    link = objective.get_by_label("Votre lien privé").input_value()
    other = new_page()
    other.goto(link)
    follow(other.get_by_role("button", name="Reprendre"))
    for page, owner in ((other, None), (objective, "Inès")):
        page.goto(f"{board}/plan")
        for letter in "abc":
            action = page.locator(f"[id='action-1.5.{letter}']")
            action.locator("summary").click()
            if owner:
                action.get_by_label("Qui s’en charge").fill(owner)
                expect(action.locator(".saved")).to_be_attached()
    actions = [other.locator(f"[id='action-1.5.{letter}']") for letter in "abc"]
    other.set_viewport_size({"width": 1280, "height": 240})  # what is typed hides what is above
    for action in actions:
        action.get_by_label("Qui s’en charge").fill("Claire")
        expect(action.locator(".failed")).to_contain_text("Ce qui est enregistré")
        expect(action.locator(".failed")).to_be_in_viewport()
    return actions


def test_to_decide_on_one_action_of_the_plan_keeps_what_was_typed_in_the_others(
    objective, new_page
):
    mine, theirs, later = three_actions_in_conflict(objective, new_page)
    mine.get_by_role("button", name="Garder la mienne").click()
    expect(mine.locator(".saved")).to_be_attached()
    expect(mine.locator(".plan-status")).to_contain_text("Claire")
    for other in (theirs, later):
        expect(other.locator(".failed")).to_be_visible()
        expect(other.get_by_label("Qui s’en charge")).to_have_value("Claire")
    theirs.get_by_role("link", name="Garder ce qui est enregistré").click()
    expect(theirs.locator(".failed")).to_have_count(0)
    expect(theirs.locator(".plan-status")).to_contain_text("Inès")
    expect(later.get_by_label("Qui s’en charge")).to_have_value("Claire")
    theirs.locator("summary").click()
    for action in (mine, theirs):
        action.get_by_label("Qui s’en charge").fill("Inès et Claire")
        expect(action.locator(".plan-status")).to_contain_text("Inès et Claire")


def test_what_another_changed_of_an_action_that_one_names_is_shown_when_asked(objective, new_page):
    row = objective.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    row.get_by_label("Pour quand").fill("2099-03-01")
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    other = opened_by_another(objective, new_page)
    for page in (objective, other):
        page.goto(objective.url.replace("objectifs/1.5", "plan"))
        page.locator("[id='action-1.5.a'] summary").click()
    objective.get_by_label("En place pour quand").fill("2099-05-01")
    expect(objective.locator(".saved")).to_be_attached()
    other.get_by_label("Qui s’en charge").fill("Zoé")
    expect(other.locator(".plan-status")).to_contain_text("1er mai 2099 – Zoé")
    follow(other.get_by_role("link", name="Mettre à jour cette action"))
    expect(other.get_by_label("En place pour quand")).to_have_value("2099-05-01")
    expect(other.get_by_label("Qui s’en charge")).to_have_value("Zoé")


def test_a_failed_save_says_so_keeps_everything_and_can_be_tried_again(new_page, own_server):
    page = new_page()
    board = start(page, base_url=own_server.url)
    page.goto(f"{board}/objectifs/1.5")
    own_server.stop()
    page.locator("#p-1-5-a").get_by_label("Oui").check()
    status = page.locator(STATUS)
    expect(status).to_contain_text("Non enregistré\u00a0: la connexion ne répond pas")
    expect(page.locator("#p-1-5-a").get_by_label("Oui")).to_be_checked()
    own_server.start()
    page.get_by_role("button", name="Réessayer").click()
    expect(status).to_contain_text("Enregistré à")
    expect(status).to_be_focused()  # where the button was
    page.reload()
    expect(page.locator("#p-1-5-a").get_by_label("Oui")).to_be_checked()


def test_a_save_that_the_database_refuses_says_so_and_keeps_what_was_typed(new_page, own_server):
    page = new_page()
    board = start(page, base_url=own_server.url)
    page.goto(f"{board}/objectifs/1.5")
    remarks, status = page.get_by_label("Remarques"), page.locator(STATUS)
    with (
        no_growth(own_server.instance, own_server.process.pid),
        page.expect_response(lambda response: response.status == 503),
    ):
        remarks.press_sequentially("Le lundi")
    expect(status).to_have_text("Non enregistré. Réessayer")
    expect(remarks).to_have_value("Le lundi")
    page.get_by_role("button", name="Réessayer").click()
    expect(status).to_contain_text("Enregistré à")
    page.reload()
    expect(remarks).to_have_value("Le lundi")


def test_two_browsers_on_one_objective_lose_nothing(objective, new_page):
    board = objective.url.partition("/objectifs")[0]
    other = new_page()
    objective.goto(board)
    link = objective.get_by_label("Votre lien privé").input_value()
    other.goto(link)
    follow(other.get_by_role("button", name="Reprendre"))
    for page in (objective, other):
        page.goto(f"{board}/objectifs/1.5")
    objective.locator("#p-1-5-a").get_by_label("Oui").check()
    other.locator("#p-1-5-b").get_by_label("Non").check()
    objective.locator("#p-1-5-c").get_by_label("Oui").check()
    for page in (objective, other):
        expect(page.locator(STATUS)).to_contain_text("Enregistré à")
    # Asked for twice: a link to the page where one is would only move in it.
    for label in ("Prévu", "Oui"):
        objective.locator("#p-1-5-a").get_by_label(label).check()
        expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
        other.locator("#p-1-5-d").get_by_label(label).check()
        follow(other.get_by_role("link", name="Voir la page à jour"))
        expect(other.locator("#p-1-5-a").get_by_label(label)).to_be_checked()
    for letter, label in {"a": "Oui", "b": "Non", "c": "Oui", "d": "Oui"}.items():
        expect(other.locator(f"#p-1-5-{letter}").get_by_label(label)).to_be_checked()


def test_a_conflict_is_shown_where_it_is_and_decided(objective, new_page):
    other = opened_by_another(objective, new_page)
    objective.locator("#p-1-5-a").get_by_label("Oui").check()
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    row = other.locator("#p-1-5-a")
    row.get_by_label("Non").check()
    expect(row.locator(".conflict")).to_contain_text(
        "La réponse enregistrée\u00a0: Oui, c’est en place"
    )
    row.get_by_role("button", name="Garder la réponse enregistrée").click()
    expect(other.locator("#p-1-5-a").get_by_label("Oui")).to_be_checked()
    expect(other.locator(".conflict")).to_have_count(0)
    expect(other).to_have_url(re.compile("#p-1-5-a$"))


def test_back_after_a_conflict_was_decided_shows_what_is_stored(objective, new_page):
    other = opened_by_another(objective, new_page)
    objective.get_by_label("Remarques").fill("Le lundi")
    follow(objective.get_by_role("button", name="Continuer").last)
    other.get_by_label("Remarques").fill("Le mardi")
    other.get_by_role("button", name="Continuer").last.click()
    follow(other.get_by_role("button", name="Garder les deux"))
    other.go_back()
    expect(other.get_by_label("Remarques")).to_have_value(re.compile("Le lundi\\s+Le mardi"))
    assert other.locator(".conflict").count() == 0


def test_planning_an_action_updates_the_projection_in_place(page, base_url):
    board = start(page, base_url=base_url)
    page.goto(f"{board}/premier-tour")
    for row in page.locator("fieldset.practice").all():
        row.get_by_label("Non", exact=True).check()
    follow(page.locator(".form-end").get_by_role("button", name="Voir le résultat"))
    action = page.locator("[id='action-1.1.a']")
    action.get_by_label("Je prévois").check()
    action.get_by_label("Pour quand").fill("2099-03-01")
    expect(action.get_by_role("status")).to_contain_text("en place pour le 1er\u00a0mars\u00a02099")
    levels = page.locator("[id='objectif-1.1'] .objective-levels")
    expect(levels).to_contain_text("à consolider. Pour atteindre «\u00a0Prêt")


def test_a_date_is_told_to_be_wrong_and_right_again_to_who_hears_the_page(objective):
    row = objective.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    due = row.get_by_label("Pour quand")
    due.fill("1950-01-01")
    due.blur()
    expect(row.get_by_role("alert")).to_contain_text("Vérifiez l’année")
    expect(due).to_have_attribute("aria-invalid", "true")
    # What else is answered is saved meanwhile.
    objective.locator("#p-1-5-b").get_by_label("Oui").check()
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    due.fill("2027-03-15")
    due.blur()
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    expect(due).not_to_have_attribute("aria-invalid", "true")


def test_a_date_typed_key_by_key_is_saved_once_it_is_settled(objective):
    row = objective.locator("#p-1-5-a")
    row.get_by_label("Prévu").check()
    due, gone = row.get_by_label("Pour quand"), row.get_by_label("Qui s’en charge")
    due.fill("2099-09-15")
    expect(row.locator(".certainty")).to_contain_text("15 septembre 2099")
    due.press("ArrowUp")  # the month or the day, as the browser shows dates
    typed = due.input_value()
    with objective.expect_response("**/objectifs/1.5"):
        gone.focus()
    objective.reload()
    assert objective.locator("#p-1-5-a").get_by_label("Pour quand").input_value() == typed


def test_enter_saves_and_stays(objective):
    objective.locator("#p-1-5-a").get_by_label("Oui").check()
    objective.locator("#p-1-5-a").get_by_label("Oui").press("Enter")
    expect(objective.locator(STATUS)).to_contain_text("Enregistré à")
    expect(objective).to_have_url(re.compile("/objectifs/1.5$"))
