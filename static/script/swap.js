// Forms and links marked data-swap fetch their answer and put only the parts marked data-swap-target in place.
// What a browser does without this script is the same, with a whole page.
import { announce, announcement, expireSnackbar } from "./live.js";
import { focusAgain, rememberFocus } from "./focus.js";

const TYPING_PAUSE_MS = 200;

// Requests go one after another, so that no answer can be older than what it replaces.
let last = Promise.resolve();
// Only the newest question is worth asking: an older search that still waits or runs is given up.
let search = new AbortController();
let typing;

export function swapOnDemand() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onEscape);
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  if (form.method === "get") return ask(queryOf(form));
  if (form.hasAttribute("aria-busy")) return;
  send(form, event.submitter);
}

function onClick(event) {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  ask(link.href);
}

function onInput({ target }) {
  if (target.type !== "search" || !target.form?.matches("[data-swap]")) return;
  clearTimeout(typing);
  typing = setTimeout(() => ask(queryOf(target.form)), TYPING_PAUSE_MS);
}

function onChange({ target }) {
  const chosen = target.type === "checkbox" || target.matches("select");
  if (chosen && target.form?.matches('[data-swap][method="get" i]')) ask(queryOf(target.form));
}

// Escape empties the search before it closes the dialog.
function onEscape(event) {
  const { target } = event;
  if (event.key !== "Escape" || target.type !== "search" || !target.value) return;
  event.preventDefault();
  target.value = "";
  onInput(event);
}

function queryOf(form) {
  clearTimeout(typing);
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  return url.href;
}

function ask(url) {
  search.abort();
  const { signal } = (search = new AbortController());
  enqueue(async () => {
    if (signal.aborted) return;
    try {
      await show(await fetch(url, { signal }), signal);
    } catch {
      if (!signal.aborted) location.assign(url);
    }
  });
}

function send(form, submitter) {
  const done = busy(form, submitter ?? form.querySelector("button"));
  enqueue(async () => {
    try {
      const body = new URLSearchParams(new FormData(form, submitter));
      if (!(await show(await fetch(form.action, { method: "POST", body })))) fail(form);
    } catch {
      fail(form);
    }
    done();
  });
}

function enqueue(work) {
  last = last.then(work);
}

// True when the answer was a page that could be shown.
async function show(response, signal) {
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  if (signal?.aborted) return true;
  const parts = [...document.querySelectorAll("[data-swap-target]")];
  const pairs = parts.map((part) => [part, answer.getElementById(part.id)]).filter(([, fresh]) => fresh);
  if (!pairs.length) {
    // Another page altogether, such as the sign-in after the session ended.
    if (response.ok) location.assign(response.url);
    return response.ok;
  }
  const focus = rememberFocus();
  // A confirmation may be read to its end while the next answer arrives.
  const changed = pairs.filter(([part, fresh]) => !("keep" in part.dataset) || fresh.childElementCount);
  for (const [part, fresh] of changed) part.replaceChildren(...fresh.childNodes);
  if (response.ok) history.replaceState(history.state, "", response.url);
  focusAgain(focus);
  announce(announcement(changed.map(([part]) => part)));
  expireSnackbar();
  return true;
}

// aria-disabled, not disabled: a disabled button would drop the focus.
function busy(form, button) {
  form.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", "true");
  button?.setAttribute("aria-busy", "true");
  form.closest("[data-failed]")?.querySelector("[data-row-error]")?.replaceChildren();
  return () => {
    form.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
    button?.removeAttribute("aria-busy");
  };
}

function fail(form) {
  const row = form.closest("[data-failed]");
  const place = row?.querySelector("[data-row-error]");
  if (!place) return form.submit();
  const alert = document.createElement("p");
  alert.className = "row-error";
  alert.role = "alert";
  alert.textContent = row.dataset.failed;
  place.replaceChildren(alert);
}
