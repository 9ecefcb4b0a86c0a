// Fetches the responses of forms and links with data-swap, and replaces only the elements with data-swap-target. Without
// this script the browser loads the whole page.
import { all, byId, on, one } from "./dom.js";
import { hasChanged } from "./double_press.js";
import { announce, announced, expireSnackbar } from "./live.js";
import { focusAgain, rememberFocus } from "./focus.js";
import { fail, keepWaiting, notAnswered, settle, wait, waits } from "./waiting.js";

const TYPING_PAUSE_MS = 200;
// In milliseconds: gives up on a response, so that the next request can go.
const LONGEST_MS = 60_000;

// In milliseconds: a response waits at most this long for a press to end, since the event may never come.
const LONGEST_PRESS_MS = 1000;
// On touch screens the click comes after pointerup.
const CLICK_MS = 30;

// Requests run one at a time, so that no response is older than what it replaces.
let last = Promise.resolve();
// A new search cancels an older one that is queued or running.
let search = new AbortController();
let typing;
// When the current press began.
let pressed;

export function swapOnDemand() {
  on("submit", onSubmit);
  on("click", onClick);
  on("input", onInput);
  on("change", onChange);
  on("keydown", onKey);
  on("pointerdown", ({ timeStamp }) => (pressed = timeStamp));
  on("pointerup", onPointerUp);
  on("pointercancel", onPointerUp);
  addEventListener("blur", onPointerUp);
}

function onPointerUp() {
  const ended = pressed;
  setTimeout(() => ended === pressed && (pressed = undefined), CLICK_MS);
}

// A button replaced between pointerdown and pointerup would get no click.
async function pressEnds() {
  while (performance.now() - pressed < LONGEST_PRESS_MS) await new Promise((end) => setTimeout(end, CLICK_MS));
}

function onSubmit(event) {
  const { target: form, submitter } = event;
  if (submitter?.matches("[data-leave]")) return waits() && leaveBy(event);
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  // A search changes nothing, unlike the form's buttons.
  if (form.method === "get" || (form.dataset.query && !submitter?.name)) return ask(queryOf(form));
  if (!submitter?.hasAttribute("aria-busy")) send(form, submitter);
}

function onClick(event) {
  const field = event.target.closest("[data-clear]")?.parentElement.querySelector("input");
  if (field) {
    event.preventDefault();
    clear(field);
    return field.focus();
  }
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.matches("[data-swap]")) ask(link.href);
  else if (waits()) leave(link.href);
  else return;
  event.preventDefault();
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
  // The server stores the ticked boxes, so that they survive the page.
  if (target.type === "checkbox") send(form, undefined, target);
}

function onKey(event) {
  const { key, target } = event;
  // Key repeat is one press.
  if (key === "Enter" && event.repeat && target.matches("form[data-swap] button")) event.preventDefault();
  // Escape clears the search before it closes the dialog.
  if (key !== "Escape" || target.type !== "search" || !target.value) return;
  event.preventDefault();
  clear(target);
}

function clear(target) {
  target.value = "";
  onInput({ target });
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
      const refusal = await show(await fetch(url, { signal }), signal, new URL(url).hash);
      if (refusal !== undefined) notAnswered(url, refusal);
    } catch {
      if (!signal.aborted) notAnswered(url);
    }
  });
}

function send(form, submitter, pressed = submitter ?? form) {
  const waiting = wait(pressed);
  // Read the form now: an earlier response may replace it before this request's turn.
  const body = new URLSearchParams(new FormData(form, submitter));
  // The server must know that only parts of the response are shown, and the rest of the page stays.
  body.set("fetched", "1");
  enqueue(async () => {
    try {
      const response = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(LONGEST_MS) });
      waiting.answered = true;
      const refusal = await show(response);
      if (refusal !== undefined) fail(waiting, refusal);
    } catch {
      fail(waiting);
    }
    settle(waiting);
  });
}

// Waits for pending changes before it leaves the page, or stays to show why they failed.
function leave(url) {
  enqueue(() => one(".row-error") || location.assign(url));
}

function leaveBy(event) {
  const { target, submitter } = event;
  event.preventDefault();
  enqueue(() => one(".row-error") || target.requestSubmit(byId(submitter.id)));
}

function enqueue(work) {
  last = last.then(work);
}

// Returns undefined if the response was shown, else its reason, which may be empty.
async function show(response, signal, hash) {
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  await pressEnds();
  if (signal?.aborted) return;
  const parts = all("[data-swap-target]");
  const pairs = parts.map((part) => [part, answer.getElementById(part.id)]).filter(([, fresh]) => fresh);
  if (!pairs.some(([part]) => !("keep" in part.dataset))) {
    // A different page; after the session has ended, the one that says so and leads back here.
    if (response.status === 401) return signal ? location.assign(response.url) : location.reload();
    if (!response.ok) return one("[data-reason]", answer)?.textContent ?? "";
    return location.assign(response.url);
  }
  const focus = rememberFocus();
  // Keeps the snackbar while the next response arrives, unless that has a result.
  const account = one("[data-focus]", answer);
  const shown = ([part, fresh]) => !("keep" in part.dataset) || fresh.childElementCount || account;
  const innermost = ([part]) => !pairs.some(([other]) => other !== part && part.contains(other));
  const changed = pairs.filter((pair) => shown(pair) && innermost(pair));
  for (const [part, fresh] of changed) part.replaceChildren(...fresh.childNodes);
  for (const error of all(".row-error")) error.remove();
  hasChanged();
  if (response.ok) history.replaceState(history.state, "", response.url);
  keepWaiting();
  focusAgain(focus, hash);
  announce(announced(changed.map(([part]) => part)));
  expireSnackbar();
}
