// Announces changes in a live region that exists from the start: screen readers are inconsistent with text that arrives
// together with its live region.
import { all, near, one } from "./dom.js";

const STAY_MS = 8000;

export function announce(text) {
  const live = near("[data-live]");
  if (!live || !text) return;
  live.textContent = "";
  // Empties the region a frame earlier, so that a repeated sentence is announced again.
  requestAnimationFrame(() => requestAnimationFrame(() => (live.textContent = text)));
}

// Announces the snackbar, or else the count, never both. Ignores the page behind the dialog.
export function announcement(parts) {
  const said = parts.flatMap((part) => all("[data-announce]", part)).filter((part) => !part.closest("[inert]"));
  const first = said.find((element) => element.closest(".snackbar")) ?? said[0];
  return first?.textContent.trim().replace(/\s+/g, " ");
}

export function announcePageLoad() {
  const snackbar = one(".snackbar");
  if (snackbar) announce(announcement([snackbar]));
}

export function expireSnackbar() {
  // A snackbar with a button stays, so that nobody has to hurry (WCAG 2.2.1).
  for (const snackbar of all(".snackbar:not([data-timed], :has(button))")) {
    snackbar.dataset.timed = "";
    setTimeout(() => removeUnlessInUse(snackbar), STAY_MS);
  }
}

function removeUnlessInUse(snackbar) {
  if (snackbar.matches(":hover, :focus-within")) setTimeout(() => removeUnlessInUse(snackbar), 1000);
  else snackbar.remove();
}
