// What changed is said once, in a live region that was there from the start: text that arrives together with its
// own live region is read by some screen readers, twice by others and by some not at all.
import { all, near, one } from "./dom.js";

const STAY_MS = 8000;

export function announce(text) {
  const live = near("[data-live]");
  if (!live || !text) return;
  live.textContent = "";
  // The same sentence twice in a row is news as well, so the region is emptied in a frame of its own.
  requestAnimationFrame(() => requestAnimationFrame(() => (live.textContent = text)));
}

// What a confirmation says, or else how many were found: never both, that would be chatter. What lies behind the
// dialog is not what the reader asked about.
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
  // One with a button stays: nobody is to hurry for it.
  for (const snackbar of all(".snackbar:not([data-timed], :has(button))")) {
    snackbar.dataset.timed = "";
    setTimeout(() => removeUnlessInUse(snackbar), STAY_MS);
  }
}

function removeUnlessInUse(snackbar) {
  if (snackbar.matches(":hover, :focus-within")) setTimeout(() => removeUnlessInUse(snackbar), 1000);
  else snackbar.remove();
}
