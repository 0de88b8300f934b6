// What the pages cannot do without a script, and nothing else: every page works when this never runs.
"use strict";

// Answers that are no part of a page: what failed is told by the words below. Without htmx, which a
// bad connection may have lost, the rest works.
if (window.htmx) htmx.config.noSwap = [204, 304, "400", "403", "404", "405", "413", "429", "5xx"];

// What is spoken of each form, and when: see below.
const pauses = new WeakMap();
const spoken = new WeakMap();

// Save status. "Enregistré" is written by the server's own answer; a failure is written here.
function say(form, text, retry, label = "Réessayer") {
  const status = form.querySelector("[data-status]");
  if (!status) return;
  const words = document.createElement("span");
  words.className = retry ? "failed" : "saving";
  words.textContent = text;
  const failed = status.querySelector(".failed");
  if (failed && (!retry || failed.textContent.startsWith(text))) {
    if (retry) speakLater(form, () => STILL, REST); // already said, and still so
    return;
  }
  // What fails is spoken at once; what is saved, once one pauses.
  if (retry) {
    status.setAttribute("role", "alert");
    clearTimeout(pauses.get(form));
    spoken.get(form).textContent = ""; // « Enregistré » was said of what came before
  } else status.removeAttribute("role");
  status.replaceChildren(words);
  if (retry) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small secondary";
    button.textContent = label;
    button.addEventListener("click", () => retry(form, status));
    words.append(" ", button);
  }
}

// Who writes on while nothing can be saved is not told so at each word.
const PAUSE = 700, REST = 3_000, HEARD = 5_000;
const STILL = "Toujours pas enregistré.";
function speakLater(form, text, pause = PAUSE) {
  clearTimeout(pauses.get(form));
  pauses.set(form, setTimeout(() => {
    const region = spoken.get(form);
    region.textContent = "";
    region.textContent = text();
    // Heard: who reads the page on finds it where it is shown, and not a second time here.
    pauses.set(form, setTimeout(() => { region.textContent = ""; }, HEARD));
  }, pause));
}

function saveAgain(form, status) {
  status.tabIndex = -1; // the button goes: the focus stays here
  status.focus();
  save(form);
}

// As without a script: the page that answers keeps what was sent, asks for the key, and comes back.
let leaves = false;
function sendPage(form, status) {
  const others = document.querySelectorAll("[data-status] .failed").length > 1;
  if (others) form.target = "_blank"; // they stay open behind
  else leaves = true;
  const stay = document.createElement("input");
  stay.type = "hidden";
  stay.name = "then";
  stay.value = "stay";
  form.append(stay);
  form.submit();
  if (!others) return;
  stay.remove();
  form.removeAttribute("target");
  status.textContent = "Repris dans un nouvel onglet. Revenez ensuite ici : d’autres changements attendent.";
}

function save(form) {
  form.querySelector(".saves-now").dispatchEvent(new Event("change", { bubbles: true }));
}

// The form of an autosave, or null for anything else htmx does.
function autosaved(event) {
  const source = event.detail?.ctx?.sourceElement;
  return source?.matches?.("form[data-autosave]") ? source : null;
}

// What lasts until its end is called, and can be waited for.
function lasting() {
  const one = {};
  one.over = new Promise((resolve) => { one.end = resolve; });
  return one;
}

// What one presses must not move before it is let go: the press would do nothing, or reach what came
// in its place. The answer to a save waits for that, and for the click that a touch sends just after;
// not for ever, since who lets go outside of the window is not heard.
const CLICKED = 60, LONGEST_PRESS = 2_000;
let press = null;
addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("a, button, input, label, summary, textarea")) return;
  press = lasting();
  setTimeout(press.end, LONGEST_PRESS);
}, true);
for (const type of ["pointerup", "pointercancel"]) {
  addEventListener(type, () => { if (press) setTimeout(press.end, CLICKED); }, true);
}
document.addEventListener("htmx:config:request", (event) => {
  if (!autosaved(event)) return;
  event.detail.ctx.fetch = async (...sent) => {
    const answer = await fetch(...sent);
    await answer.clone().text(); // it may begin to arrive before one presses
    await press?.over;
    return answer;
  };
});

// One save of a form at a time: a newer one sent beside it could be stored before it.
const underWay = new Map();
document.addEventListener("htmx:before:request", (event) => {
  const form = autosaved(event);
  if (!form) return;
  say(form, "Enregistrement…");
  underWay.set(form, lasting());
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = autosaved(event);
  underWay.get(form)?.end();
  underWay.delete(form);
});

const LOST = 403, CLOSED = 404;
const REFUSED = {
  [LOST]: "Non enregistré : cette page n’est plus reliée à l’évaluation. Le bouton « Rouvrir l’évaluation » garde vos réponses.",
  [CLOSED]: "Non enregistré : cette évaluation ne vous est plus ouverte.",
};

// Answers that are not swapped in: the status has to say that nothing was saved.
document.addEventListener("htmx:response:error", (event) => {
  const form = autosaved(event);
  const code = event.detail.ctx.response.status;
  if (form && code !== 409 && code !== 422) {
    const words = REFUSED[code] || "Non enregistré.";
    if (code === LOST) say(form, words, sendPage, "Rouvrir l’évaluation");
    else if (code === CLOSED) say(form, words, sendPage, "Garder ce que j’ai écrit");
    else say(form, words, saveAgain);
  }
});

document.addEventListener("htmx:error", (event) => {
  const form = autosaved(event);
  if (form) say(form, `Non enregistré : ${OFFLINE}. Gardez cette page ouverte : elle réessaiera au retour de la connexion${onwards?.form === form ? GOES_ON : ""}.`, saveAgain);
});

// What a save changes elsewhere in the page is spoken with it, once: it may be far away. The level of
// the objective, two answers at odds, an unlikely date, and that what was just planned takes a date.
// Only a level is also written in the status: the others are seen where they stand. The arrows pass
// through answers that nobody gives: nothing is spoken before one pauses.
const NEWS = ".level-line, .at-odds, .alert-slot .certainty, .options > .when-planned";
const TAKES_A_DATE = "Juste après, vous pouvez donner une date et un nom.";
function words(shown) {
  if (shown.matches(".when-planned")) return TAKES_A_DATE;
  const text = shown.innerText.replace(/[\s,]*\n[\s,]*/g, ", ");
  return shown.matches(".level-line") ? `${text}.` : text;
}
function news(form) {
  const shown = [...form.querySelectorAll(NEWS)].filter((part) => part.offsetParent);
  return new Map(shown.map((part) => [`${part.closest("[id]").id} ${words(part)}`, part]));
}
const told = new WeakMap();
function prepare(form) {
  told.set(form, news(form));
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  form.append(region);
  spoken.set(form, region);
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
}
document.querySelectorAll("form[data-autosave]").forEach(prepare);
function unheard(form) {
  return [...news(form)].filter(([key]) => !told.get(form).has(key)).map(([, part]) => part);
}
// Nobody can follow a link that is only heard.
function withoutLinks(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("a, button").forEach((link) => link.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}
document.addEventListener("htmx:after:swap", (event) => {
  const form = autosaved(event);
  if (!form) return;
  const status = form.querySelector("[data-status]");
  // Above what was typed, it may stand out of sight.
  if (form.matches(".plan")) form.querySelector(".failed")?.scrollIntoView({ block: "nearest" });
  // What the server wrote elsewhere in the form says how it went.
  if (!status.querySelector(".saved, .failed")) status.replaceChildren();
  const saved = form.querySelector(".saved");
  if (!saved || event.detail.ctx.response.status !== 200) return;
  if (!status.contains(saved)) status.replaceChildren(); // what failed before
  const said = withoutLinks(saved.parentElement);
  const level = unheard(form).find((part) => part.matches(".level-line"));
  if (level) {
    saved.classList.add("news");
    saved.append(document.createElement("br"), words(level));
  }
  else if (status.contains(saved) && !saved.querySelector("a")) saved.setAttribute("aria-hidden", "true"); // spoken below
  speakLater(form, () => {
    const text = [said, ...unheard(form).map(words)].join(" ");
    told.set(form, news(form));
    return text;
  });
});

// What was said at once when it failed is said once when it is saved: by the region of the form.
document.addEventListener("htmx:before:swap", (event) => {
  const form = autosaved(event);
  if (form && event.detail.ctx.response.status === 200) form.querySelector("[data-status]").removeAttribute("role");
});

// What is drawn anew keeps the focus of who reads it.
let read = null;
document.addEventListener("htmx:before:swap", () => {
  const link = document.activeElement.closest("[id] a[href]");
  read = link && { part: link.closest("[id]").id, href: link.getAttribute("href") };
});
document.addEventListener("htmx:after:swap", () => {
  if (!read || document.activeElement !== document.body) return;
  const part = document.getElementById(read.part);
  if (!part) return;
  const link = [...part.querySelectorAll("a")].find((one) => one.getAttribute("href") === read.href);
  part.tabIndex = -1;
  (link || part).focus({ preventScroll: true });
});

// A browser sends an impossible or half-typed date as if there were none: it must not go unseen.
// What the field held before stays stored: it is sent in place of nothing.
const settled = new WeakMap();
const dateBefore = (field) => settled.get(field) ?? field.defaultValue;
const NO_DATE = "Cette date n’est pas complète, ou n’existe pas. Elle n’est pas enregistrée.";
const CHECK_YEAR = " Vérifiez l’année, en quatre chiffres.";
const KEPT = " Celle d’avant est gardée.";
// A year typed with two figures is a date, of the first century.
const isWrong = ({ validity }) => validity.badInput || validity.rangeUnderflow || validity.rangeOverflow;
function withDatesBefore(form, body) {
  for (const field of form.querySelectorAll("input[type=date]")) {
    if (isWrong(field)) body.set(field.name, dateBefore(field));
  }
  return body;
}
// Typed key by key, it passes through dates that nobody means: it is saved once one leaves the field,
// or stops; picked in the calendar, at once.
const TYPED = 3000, PICKED = 600;
const typing = new WeakSet(), timers = new WeakMap();
function settle(field) {
  clearTimeout(timers.get(field));
  timers.delete(field);
  if (isWrong(field)) return;
  settled.set(field, field.value);
  field.dispatchEvent(new CustomEvent("dated", { bubbles: true }));
}
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (field.matches?.(".saves-dated")) typing.add(field);
  // Enter would lead to the next page: here everything saves by itself.
  if (event.key !== "Enter" || !field.matches?.("form[data-autosave] input")) return;
  event.preventDefault();
  if (timers.has(field)) settle(field);
});
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.(".saves-dated")) return;
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(settle, typing.has(field) ? TYPED : PICKED, field));
});
document.addEventListener("htmx:config:request", (event) => {
  const form = autosaved(event);
  if (form) withDatesBefore(form, event.detail.ctx.request.body);
});
const described = new WeakMap();
function sayDate(field) {
  const wrong = isWrong(field);
  let words = document.getElementById(`${field.id}-fausse`);
  if (wrong && !words) {
    words = document.createElement("p");
    words.id = `${field.id}-fausse`;
    words.className = "error";
    words.setAttribute("role", "alert");
    field.before(words);
    described.set(field, field.getAttribute("aria-describedby") || "");
    field.setAttribute("aria-describedby", `${described.get(field)} ${words.id}`.trim());
  }
  if (wrong) {
    // Written again each time it is left so: an alert is spoken when it changes.
    words.textContent = NO_DATE + (field.validity.badInput ? "" : CHECK_YEAR) + (field.form.matches("[data-autosave]") && dateBefore(field) ? KEPT : "");
    field.setAttribute("aria-invalid", "true");
  } else if (words) {
    words.remove();
    field.setAttribute("aria-describedby", described.get(field));
    field.removeAttribute("aria-invalid");
  }
  return wrong;
}
document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.matches?.("input[type=date]")) return;
  typing.delete(field);
  clearTimeout(timers.get(field));
  // Not at once: what is typed next goes with it, and no older save is still under way when one moves on.
  if (!isWrong(field)) settled.set(field, field.value);
  if (timers.has(field)) timers.set(field, setTimeout(settle, PICKED, field));
  Promise.resolve(press?.over).then(() => sayDate(field));
});
document.addEventListener("input", (event) => {
  if (event.target.matches?.("input[type=date][aria-invalid]") && !isWrong(event.target)) sayDate(event.target);
});
document.addEventListener("submit", (event) => {
  const wrong = [...event.target.querySelectorAll("input[type=date]")].filter((field) => field.offsetParent && sayDate(field));
  if (wrong.length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong[0].focus();
    wrong[0].scrollIntoView({ block: "center" }); // the key that sent the page scrolls to nothing
  }
}, true);

// The server's answer puts an error beside its field, or takes it away: the field says so itself.
document.addEventListener("htmx:finally:request", (event) => {
  const form = autosaved(event);
  if (!form) return;
  for (const field of form.querySelectorAll("input[type=date], input[type=text], textarea")) {
    if (isWrong(field)) continue;
    field.removeAttribute("aria-invalid");
    if (document.getElementById(`${field.id}-error`)) field.setAttribute("aria-invalid", "true");
  }
  if (!form.querySelector(".error")) document.getElementById("erreurs")?.remove();
});

// Typing just before leaving: what the server has not acknowledged yet goes with the page.
const pending = new Set();
const sending = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (form) pending.add(form);
});
document.addEventListener("htmx:before:request", (event) => {
  const form = autosaved(event);
  if (form && pending.delete(form)) sending.add(form);
});
document.addEventListener("htmx:after:swap", (event) => {
  const form = autosaved(event);
  if (form) sending.delete(form);
});
// The page behind a link would show what was stored before: it opens once the save is acknowledged.
const SOON = 3000;
const typed = (form) => new URLSearchParams(withDatesBefore(form, new FormData(form)));
async function send(form) {
  await underWay.get(form)?.over;
  return fetch(form.action, { method: "POST", body: typed(form), redirect: "manual", keepalive: true });
}
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href]");
  const unsent = new Set([...pending, ...sending]);
  const plain = link && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!unsent.size || !plain || event.defaultPrevented || link.target || link.download || link.hash && link.href.split("#")[0] === location.href.split("#")[0]) return;
  event.preventDefault();
  const saved = Promise.all([...unsent].map(send)).then((answers) => {
    if (!answers.every((answer) => answer.type === "opaqueredirect")) return false;
    pending.clear();
    sending.clear();
    return true;
  });
  const late = new Promise((resolve) => setTimeout(resolve, SOON, true)); // leaving sends it once more
  const outcome = await Promise.race([saved, late]).catch(() => null);
  if (outcome) location.assign(link.href);
  else {
    if (outcome === null && unsent.size === 1) onwards = { form: [...unsent][0], link }; // nobody answers
    unsent.forEach(save); // which says what is wrong
  }
});
// A big button waits for the save under way, and a link for one that failed. Pressed while nothing can
// be saved they would lead to the browser's own page, and what was typed would be lost with this one:
// it is tried once more, and they lead on when that is saved.
const OFFLINE = "la connexion ne répond pas";
const GOES_ON = ", puis ouvrira la suite";
let onwards = null;
function waits(form) {
  return form.querySelector("[data-status] .failed")?.textContent.includes(OFFLINE);
}
function offline(form) {
  return navigator.onLine === false || waits(form);
}
// Who looks at the page, or has a connection again, has not to ask for it.
function saveWaiting() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (waits(form) && !underWay.has(form)) save(form);
  }
}
addEventListener("online", saveWaiting);
document.addEventListener("visibilitychange", () => { if (!document.hidden) saveWaiting(); });
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".plan[data-autosave]")) return; // htmx sends it
  const later = underWay.has(form);
  if (later || form.matches("[data-autosave]") && offline(form)) {
    event.preventDefault();
    onwards = { form, button: event.submitter };
    if (!later) save(form);
    return;
  }
  leaves = true;
  pending.delete(form);
  sending.delete(form);
  // Back, later, shows what is stored then: what this page answers to is not to be sent once more.
  history.replaceState(history.state, "", location.href);
});
document.addEventListener("htmx:finally:request", (event) => {
  const { form, button, link } = onwards || {};
  if (!form || autosaved(event) !== form || offline(form)) return;
  onwards = null;
  if (link) {
    if (!form.querySelector(".conflict, .failed, .error")) location.assign(link.href);
    return;
  }
  form.querySelector("[data-status]").replaceChildren();
  form.requestSubmit(button);
});
// One goes on with this page.
document.addEventListener("input", () => {
  const promise = onwards?.form.querySelector("[data-status] .failed")?.firstChild;
  if (promise) promise.data = promise.data.replace(GOES_ON, "");
  onwards = null;
});
// What is stored is the way out of a conflict on an action, and what the page does not show of one
// that two people planned. Where something else waits on this page, that action alone is loaded again.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".failed a[href], .merged a[href]");
  if (!link) return;
  const action = link.closest(".action");
  leaves = !action || ![...document.querySelectorAll(".conflict, .failed")].some((other) => !action.contains(other));
  if (leaves) return;
  event.preventDefault();
  const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  const stored = page.getElementById(action.id);
  if (!stored) return location.assign(link.href);
  action.replaceWith(stored);
  htmx.process(stored);
  stored.querySelectorAll("form[data-autosave]").forEach(prepare);
});
// A conflict that nobody decided, or a save that failed, would be lost by leaving: the browser asks.
addEventListener("beforeunload", (event) => {
  if (!leaves && document.querySelector(".conflict, .failed, #ecrit")) event.preventDefault();
});
// « C'est enregistré » is said once: not again when the page is loaded again, or one comes back to it.
const here = new URL(location.href);
if (here.searchParams.has("fait")) {
  here.searchParams.delete("fait");
  history.replaceState(history.state, "", here);
  // Nor of what is typed next: nothing moves under the finger.
  document.addEventListener("input", () => {
    document.title = document.title.replace(" – c’est enregistré", "");
    for (const said of document.querySelectorAll("[data-just-saved]")) said.style.visibility = "hidden";
  }, { once: true });
}
// Loaded again at once, the page was made before that was stored: it is asked a second time.
if (history.state?.sentOnLeaving) {
  history.replaceState(null, "");
  setTimeout(() => location.reload(), 200);
}
addEventListener("beforeunload", () => {
  if (pending.size || sending.size) history.replaceState({ sentOnLeaving: true }, "");
});
addEventListener("pagehide", () => {
  for (const form of new Set([...pending, ...sending])) {
    navigator.sendBeacon(form.action, typed(form));
  }
  pending.clear();
  sending.clear();
});

// A page brought back from the browser's memory is not what is stored: WebKit even empties its form.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// Buttons that need a script stay hidden without it.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const copied = navigator.clipboard.writeText(source.value ?? source.textContent).then(() => true, () => false);
    const words = (await copied) ? button.dataset.copied || "Lien copié." : "Ce navigateur refuse de copier : sélectionnez le texte, puis copiez-le.";
    document.getElementById(`${source.id}-copie`).textContent = words;
    if (source.id === "ecrit" && await copied) leaves = true; // what would be lost is safe
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Buttons that only serve where nothing saves by itself.
for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

// On paper nothing is folded.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open], .unprinted)")];
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});

// An error summary takes the focus, so that it is read first.
document.getElementById("erreurs")?.focus();
