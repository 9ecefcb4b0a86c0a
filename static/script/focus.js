// Where the focus goes when the element that had it was replaced: to its successor with the same id, or, when the
// row went away, to the row that took its place.

const ROW_ACTION = "[data-row] button";

export function rememberFocus() {
  const element = document.activeElement;
  return { element, id: element?.id, turned: element?.name === "page", index: actions().indexOf(element) };
}

export function focusAgain({ element, id, turned, index }) {
  if (!element || element.isConnected) return;
  const successor = id && document.getElementById(id);
  (successor || neighbour(index) || (turned && currentPage()) || document.querySelector("[data-focus]") || fallback())?.focus();
}

function neighbour(index) {
  if (index < 0) return undefined;
  const left = actions();
  return left[Math.min(index, left.length - 1)];
}

function fallback() {
  const root = document.querySelector("dialog:modal") ?? document.querySelector("main");
  const heading = root?.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  return root?.querySelector('input[type="search"]') ?? heading;
}

// On the last page there is no "next" any more.
function currentPage() {
  return document.querySelector('dialog [aria-current="page"]');
}

function actions() {
  return [...document.querySelectorAll(ROW_ACTION)].filter((button) => !button.closest("[inert]"));
}
