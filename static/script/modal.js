// The dialog is a page of its own. Without this script it lies over an inert page; with it the browser's own
// modal does the same, and keeps the focus inside.

export function openModal() {
  const dialog = document.querySelector("dialog[data-modal]");
  if (!dialog) return;
  dialog.close();
  dialog.showModal();
  placeFocus(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(dialog);
  });
  dialog.addEventListener("mousedown", (event) => {
    if (event.target === dialog && outside(dialog, event)) leave(dialog);
  });
}

function placeFocus(dialog) {
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const heading = dialog.querySelector("h1, h2");
  const target = named && dialog.contains(named) ? named : heading;
  if (target === heading) heading?.setAttribute("tabindex", "-1");
  target?.focus({ preventScroll: target === heading });
}

function leave(dialog) {
  dialog.querySelector("a[data-close]")?.click();
}

function outside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
