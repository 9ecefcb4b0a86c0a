// Every icon that a template may name; the sprite holds these and no others.
// A symbol's id is the Aksel file name in kebab case: "PlusCircle.svg" is "plus-circle".
export const ICONS = [
  "ArrowLeft",
  "ArrowRight",
  "BellDot",
  "BellFill",
  "Book",
  "Buildings2",
  "ChevronDown",
  "ChevronLeft",
  "ChevronRight",
  "Cog",
  "Database",
  "Handshake",
  "InformationSquare",
  "KeyVertical",
  "Leave",
  "MagnifyingGlass",
  "MenuHamburger",
  "MinusCircle",
  "Monitor",
  "Package",
  "PadlockLockedFill",
  "PadlockUnlocked",
  "Pencil",
  "Person",
  "PersonGroup",
  "Plus",
  "PlusCircle",
  "Tenancy",
  "XMark",
];

export function kebab(name) {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, (_, a, b, c) => (c ? `${c}-` : `${a}-${b}`)).toLowerCase();
}
