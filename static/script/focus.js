// Restores the focus after its element was replaced: to the result, else to the element with the same id, or, if the row
// is gone, to the row in its place.
import { all, byId, near, one } from "./dom.js";

const ROW_ACTION = "[data-row] button";

export function rememberFocus() {
  const element = document.activeElement;
  const top = element?.getBoundingClientRect().top;
  return { element, top, id: element?.id, turned: element?.closest(".pagination"), index: actions().indexOf(element) };
}

export function focusAgain({ element, top, id, turned, index }, hash) {
  if (!element || element.isConnected) return;
  const account = one("[data-focus]");
  const successor = !account && byId(id);
  if (successor) return stay(successor, top);
  const opener = byId(hash?.slice(1));
  (account || opener || neighbour(index) || (turned && currentPage()) || fallback())?.focus();
}

// Scrolls so that the pressed element stays under the pointer, whatever changed above it.
function stay(element, top) {
  element.focus({ preventScroll: true });
  const box = element.closest("dialog") ?? document.scrollingElement;
  box.scrollTop += element.getBoundingClientRect().top - top;
}

function neighbour(index) {
  if (index < 0) return undefined;
  const left = actions();
  return left[Math.min(index, left.length - 1)];
}

function fallback() {
  const root = one("dialog") ?? one("main");
  const heading = one("h1", root);
  heading?.setAttribute("tabindex", "-1");
  return byId("client-list") ?? heading;
}

// The last page has no "next" button.
function currentPage() {
  return near('.pagination [aria-current="page"]');
}

function actions() {
  return all(ROW_ACTION).filter((button) => !button.closest("[inert]"));
}
