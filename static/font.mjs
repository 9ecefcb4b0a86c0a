// The font with the letters and weights in use: a tenth of what the package has.
import { readFile } from "node:fs/promises";
import subsetFont from "subset-font";

const range = (first, last) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));

// ASCII, Latin-1 and Latin Extended-A, which has the letters of North and Lule Sámi; then those of Skolt Sámi.
const LETTERS = range(0x20, 0x7e) + range(0xa0, 0x17f) + "ƷʒǤǥǦǧǨǩǮǯ";
const MARKS = "–—‘’‚“”„†‡•…‰′″‹›€™−←↑→↓≠≤≥\u2009\u200b\u202f";

const OPTIONS = {
  targetFormat: "woff2",
  // Regular to bold. The optical size is that of text at any size, as at Altinn.
  variationAxes: { wght: { min: 400, max: 700 }, opsz: 14 },
  keepFeatures: ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"],
};

/** An esbuild plugin that replaces each font by its subset. */
export const subsetFonts = {
  name: "subset-fonts",
  setup(build) {
    build.onLoad({ filter: /\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(await readFile(path), LETTERS + MARKS, OPTIONS),
      loader: "file",
    }));
  },
};
