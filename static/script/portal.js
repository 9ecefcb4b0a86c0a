import { openModal } from "./modal.js";
import { ignoreDoublePresses } from "./double_press.js";
import { closeMenus } from "./menus.js";
import { announcePageLoad, expireSnackbar } from "./live.js";
import { swapOnDemand } from "./swap.js";

openModal();
closeMenus();
swapOnDemand();
ignoreDoublePresses();
announcePageLoad();
expireSnackbar();
// Back shows what is stored now, not the page as it was left.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
