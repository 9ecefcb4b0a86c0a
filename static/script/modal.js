// Opens the dialog as a modal, which keeps the focus inside. Without this script the page behind is inert.
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
  // Browsers do not let a script cancel a second Escape while the first is pending.
  dialog.addEventListener("close", () => dialog.open || dialog.showModal());
  dialog.addEventListener("mousedown", (event) => {
    // The second press of a double click is meant for what was there at the first.
    if (event.detail < 2 && event.target === dialog && outside(dialog, event)) leave(dialog);
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
  one("[data-close]", dialog)?.click();
}

function outside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
