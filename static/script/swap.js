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
  const { submitter } = event;
  // A search is a question, whatever the form's other buttons do.
  if (form.method === "get" || (form.dataset.query && !submitter?.name)) return ask(queryOf(form));
  if (!submitter?.hasAttribute("aria-busy")) send(form, submitter);
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
  const { form } = target;
  if (!form?.matches("[data-swap]")) return;
  if (target.matches("select")) ask(queryOf(form));
  // The choice is kept by the server, so that it outlives the page.
  if (target.type === "checkbox") send(form);
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
  const names = form.dataset.query?.split(" ");
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    const isDefault = value === "" || form.elements[name].selectedIndex === 0;
    if (!isDefault && (!names || names.includes(name))) url.searchParams.set(name, value);
  }
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
  const done = busy(submitter);
  // What was pressed is what the form said then: by its turn an earlier answer may have replaced it.
  const body = new URLSearchParams(new FormData(form, submitter));
  enqueue(async () => {
    const row = () => (submitter && document.getElementById(submitter.id)) || submitter || form;
    try {
      const response = await fetch(form.action, { method: "POST", body });
      const refusal = await show(response);
      if (refusal !== undefined) fail(row(), refusal);
    } catch {
      fail(row());
    }
    done();
  });
}

function enqueue(work) {
  last = last.then(work);
}

// Undefined when the answer could be shown, else the reason that it gives, which may be empty.
async function show(response, signal) {
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  if (signal?.aborted) return;
  const parts = [...document.querySelectorAll("[data-swap-target]")];
  const pairs = parts.map((part) => [part, answer.getElementById(part.id)]).filter(([, fresh]) => fresh);
  if (!pairs.some(([part]) => !("keep" in part.dataset))) {
    // Another page altogether: one that says why not, or the sign-in after the session ended.
    if (!response.ok) return answer.querySelector("[data-reason]")?.textContent ?? "";
    return location.assign(response.url);
  }
  const focus = rememberFocus();
  // A confirmation may be read to its end while the next answer arrives, unless that one is an account of its own.
  const account = answer.querySelector("[data-focus]");
  const shown = ([part, fresh]) => !("keep" in part.dataset) || fresh.childElementCount || account;
  const innermost = ([part]) => !pairs.some(([other]) => other !== part && part.contains(other));
  const changed = pairs.filter((pair) => shown(pair) && innermost(pair));
  for (const [part, fresh] of changed) part.replaceChildren(...fresh.childNodes);
  if (response.ok) history.replaceState(history.state, "", response.url);
  focusAgain(focus);
  announce(announcement(changed.map(([part]) => part)));
  expireSnackbar();
}

// aria-disabled, not disabled: a disabled button would drop the focus.
function busy(button) {
  button?.setAttribute("aria-disabled", "true");
  button?.setAttribute("aria-busy", "true");
  button?.closest("[data-failed]")?.querySelector("[data-row-error]")?.replaceChildren();
  return () => {
    button?.removeAttribute("aria-disabled");
    button?.removeAttribute("aria-busy");
  };
}

function fail(element, reason) {
  const row = element.closest("[data-failed]");
  const place = row?.querySelector("[data-row-error]");
  if (!place) return location.reload();
  const alert = document.createElement("p");
  alert.className = "row-error";
  alert.role = "alert";
  alert.textContent = reason || row.dataset.failed;
  place.replaceChildren(alert);
}
