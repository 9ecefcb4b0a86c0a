// The dialog is a page of its own. Without this script it lies over an inert page; with it the browser's own
// modal does the same, and keeps the focus inside.
import { byId, one } from "./dom.js";

export function openModal() {
  const dialog = one("dialog[data-modal]");
  if (!dialog) return;
  dialog.close();
  dialog.showModal();
  placeFocus(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(dialog);
  });
  // A second Escape while the first still waits cannot be held back.
  dialog.addEventListener("close", () => dialog.open || dialog.showModal());
  dialog.addEventListener("mousedown", (event) => {
    if (event.target === dialog && outside(dialog, event)) leave(dialog);
  });
}

function placeFocus(dialog) {
  const named = byId(location.hash.slice(1));
  if (dialog.contains(named || null)) return named.focus();
  const heading = one("h1", dialog);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function leave(dialog) {
  one("a[data-close]", dialog)?.click();
}

function outside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
