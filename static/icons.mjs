import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { optimize } from "svgo";

// Every icon of Aksel that a template names; the sprite holds these, our own, and no others.
// A symbol's id is the Aksel file name in kebab case: "PlusCircle.svg" is "plus-circle".
const ICONS = [
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
  "Package",
  "PadlockLockedFill",
  "PadlockUnlocked",
  "Pencil",
  "Person",
  "PersonGroup",
  "Plus",
  "PlusCircle",
  "Robot",
  "Tenancy",
  "TestFlask",
  "Trash",
  "XMark",
];

// Drawn here, in icons/: what Altinn has beside Aksel's.
const OWN = ["two-monitors"];

/** The id of each icon, and its file. */
export function iconFiles(folder) {
  const aksel = ICONS.map((name) => [kebab(name), join(folder, "node_modules/@navikt/aksel-icons/dist/svg", `${name}.svg`)]);
  return [...aksel, ...OWN.map((id) => [id, join(folder, "icons", `${id}.svg`)])];
}

function kebab(name) {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, (_, a, b, c) => (c ? `${c}-` : `${a}-${b}`)).toLowerCase();
}

/** A drawing with coordinates to a hundredth of its 24 units. */
export async function optimized(path) {
  return optimize(await readFile(path, "utf8"), { floatPrecision: 2, multipass: true }).data;
}

/** An esbuild plugin that does the same for the icons that the stylesheet names. */
export const optimizedIcons = {
  name: "optimized-icons",
  setup(build) {
    build.onLoad({ filter: /\.svg$/ }, async ({ path }) => ({ contents: await optimized(path), loader: "file" }));
  },
};
