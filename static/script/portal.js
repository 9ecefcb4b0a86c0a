import { openModal } from "./modal.js";
import { closeMenus } from "./menus.js";
import { announcePageLoad, expireSnackbar } from "./live.js";
import { swapOnDemand } from "./swap.js";

openModal();
closeMenus();
swapOnDemand();
announcePageLoad();
expireSnackbar();
