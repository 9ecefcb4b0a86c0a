// Marks pressed controls as busy until the response, and shows an error if none comes.
import { byId, near } from "./dom.js";

// Not disabled: a disabled button would lose the focus.
const BUSY = ["aria-disabled", "aria-busy"];

const waiting = new Set();

export function waits() {
  return waiting.size > 0;
}

// Only checkboxes have `checked`; forms and buttons do not.
export function wait(element) {
  const press = { element, id: element.id, ticked: element.checked };
  waiting.add(press);
  mark(press);
  errorPlace(element)?.replaceChildren();
  return press;
}

export function settle(press) {
  waiting.delete(press);
  for (const state of BUSY) now(press).removeAttribute(state);
}

// The response to an earlier press must not change a control whose request is still queued.
export function keepWaiting() {
  for (const press of waiting) if (!press.answered) mark(press);
}

export function fail(press, reason) {
  const element = now(press);
  if (press.ticked !== undefined) element.checked = !press.ticked;
  const form = element.form ?? element;
  say(errorPlace(element), reason || form.dataset.failed) || location.reload();
}

export function notAnswered(url, reason) {
  const place = near("[data-unanswered]");
  say(place, reason || place?.dataset.unanswered) || location.assign(url);
}

function mark(press) {
  const element = now(press);
  if (press.ticked !== undefined) element.checked = press.ticked;
  else for (const state of BUSY) element.setAttribute(state, "true");
}

function now({ element, id }) {
  return byId(id) || element;
}

// On the control's row, or else the form's. The undo button stands outside its form.
function errorPlace(element) {
  return (element.closest("[data-row], [data-failed]") ?? element.form)?.querySelector("[data-row-error]");
}

function say(place, text) {
  if (!place) return false;
  const alert = document.createElement("p");
  alert.className = "row-error";
  alert.role = "alert";
  alert.textContent = text;
  place.replaceChildren(alert);
  return true;
}
