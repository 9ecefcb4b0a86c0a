// Two presses of one hand on one spot are one press, and so is Enter twice: what the first has brought under the pointer
// or the focus is not pressed by the second, unless one of them was moved there, or there was time to see what is there.
import { on } from "./dom.js";

const PAUSE_MS = 500;
// A finger does not hit the same pixel twice.
const SAME_SPOT_PX = 12;
// A form is sent again only when no answer has come for so long.
const RESEND_MS = 5000;
const CONTROL = "a[href], button, summary, input, select, textarea";
const BOX = "[type=checkbox], [type=radio]";
const FIELD = `select, textarea, input:not(${BOX})`;
const KEY = "last-press";

// Outlives its page: the next one may have something else on the same spot.
let last = JSON.parse(sessionStorage.getItem(KEY));
let lastControl;
let key;
// When what is on the page came there.
let appeared = now();
let sent = new WeakMap();

export function ignoreDoublePresses() {
  // Before anything else can act on it.
  document.addEventListener("click", onClick, true);
  on("keydown", onKey);
  on("submit", onSubmit);
  // Back to this page as it was left.
  addEventListener("pageshow", () => (sent = new WeakMap()));
}

export function hasChanged() {
  appeared = now();
}

// In milliseconds since the Unix epoch, so that it can be compared with a press on the page before.
function now() {
  return performance.timeOrigin + performance.now();
}

// Any other key moves the focus, or is pressed on purpose.
function onKey(event) {
  key = event.key;
  if (key !== last?.key) remember(null);
}

function onClick(event) {
  const control = event.target.closest(CONTROL);
  // A click that the script makes is not a press.
  if (!control || !event.isTrusted) return;
  if (control.matches(FIELD)) return remember(null);
  const { detail, clientX: x, clientY: y } = event;
  // When it was pressed: a busy page handles the event later.
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

// Of a form whose answer is a whole page; the others are watched where they are sent.
function onSubmit(event) {
  const { target, timeStamp } = event;
  if (event.defaultPrevented || target.method !== "post") return;
  if (timeStamp - sent.get(target) < RESEND_MS) event.preventDefault();
  else sent.set(target, timeStamp);
}
