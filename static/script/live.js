// Announces changes without a second copy of the sentence: what is seen becomes a live region, and gets its text again.
import { all } from "./dom.js";

const STAY_MS = 8000;
// In milliseconds: screen readers are inconsistent with text that arrives together with its live region.
const REGION_MS = 100;

export function announce(elements) {
  for (const element of elements) element.ariaLive = "polite";
  setTimeout(() => {
    for (const element of elements) element.textContent += "";
  }, REGION_MS);
}

// The snackbar, or else the result or the counts, never both. Ignores the page behind the dialog.
export function announced(parts) {
  const said = parts.flatMap((part) => all("[data-announce]", part)).filter((part) => !part.closest("[inert]"));
  const snackbar = said.find((element) => element.closest(".snackbar"));
  return snackbar ? [snackbar] : said;
}

export function announcePageLoad() {
  announce(all(".snackbar [data-announce]"));
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
