// Ignores the second click of a double click, and of a double Enter, on whatever the first has put there. A press counts
// if the pointer or the focus has moved, or if the new content has been visible long enough.
import { on } from "./dom.js";

const PAUSE_MS = 500;
// In pixels: a finger does not hit the same pixel twice.
const SAME_SPOT_PX = 12;
// In milliseconds: a form may be sent again after this long without a response.
const RESEND_MS = 5000;
const CONTROL = "a[href], button, summary, input, select, textarea";
const BOX = "[type=checkbox], [type=radio]";
const FIELD = `select, textarea, input:not(${BOX})`;
const KEY = "last-press";

// Stored across pages: the next page may have another control in the same place.
let last = JSON.parse(sessionStorage.getItem(KEY));
let lastControl;
let key;
// When the page's content last changed.
let appeared = now();
let sent = new WeakMap();

export function ignoreDoublePresses() {
  // Capture phase, before other listeners.
  document.addEventListener("click", onClick, true);
  on("keydown", onKey);
  on("submit", onSubmit);
  // Restored from the back/forward cache.
  addEventListener("pageshow", () => (sent = new WeakMap()));
}

export function hasChanged() {
  appeared = now();
}

// In milliseconds since the Unix epoch, to compare with a press on the previous page.
function now() {
  return performance.timeOrigin + performance.now();
}

// Any other key moves the focus or is deliberate.
function onKey(event) {
  key = event.key;
  if (key !== last?.key) remember(null);
}

function onClick(event) {
  const control = event.target.closest(CONTROL);
  // Clicks by the script do not count.
  if (!control || !event.isTrusted) return;
  if (control.matches(FIELD)) return remember(null);
  const { detail, clientX: x, clientY: y } = event;
  // The time of the press: a busy page handles the event later.
  const time = performance.timeOrigin + event.timeStamp;
  const press = { time, key: detail ? "" : key, x, y, turns: !!control.closest(".pagination") };
  if (isSame(control) || (press.turns && last?.turns) || !isSecond(press, detail)) return remember(press, control);
  last.time = press.time;
  event.preventDefault();
  event.stopPropagation();
}

function isSame(control) {
  return control === lastControl || (control.matches(BOX) && control.id === lastControl?.id);
}

function isSecond({ time, key, x, y }, detail) {
  if (!last || (detail < 2 && time - Math.max(last.time, appeared) > PAUSE_MS)) return false;
  return key || (!last.key && Math.hypot(x - last.x, y - last.y) < SAME_SPOT_PX);
}

function remember(press, control) {
  last = press;
  lastControl = control;
  sessionStorage.setItem(KEY, JSON.stringify(press));
}

// Forms whose response is a whole page; swap.js handles the others.
function onSubmit(event) {
  const { target, timeStamp } = event;
  if (event.defaultPrevented || target.method !== "post") return;
  if (timeStamp - sent.get(target) < RESEND_MS) event.preventDefault();
  else sent.set(target, timeStamp);
}
