// Closes the <details> menus on Escape and on a click elsewhere. They open and close without this script.
import { all, on, one } from "./dom.js";

const OPEN = "details[data-menu][open]";

export function closeMenus() {
  on("click", (event) => {
    for (const menu of all(OPEN)) {
      const inside = menu.contains(event.target);
      if (!inside || event.target.closest("[data-menu-close]")) close(menu, inside);
    }
  });
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = one(OPEN);
    if (!menu) return;
    close(menu, menu.contains(document.activeElement));
    event.preventDefault();
  });
}

function close(menu, takeFocusBack) {
  menu.open = false;
  if (takeFocusBack) one("summary", menu).focus();
}
