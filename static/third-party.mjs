// Keeps THIRD-PARTY.txt true: what is served beside our own code, with its licence.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const HEAD = `What the portal serves beside its own code, with its licences.
Written by third-party.mjs at each build of the assets; do not edit.
`;

export async function thirdParty(folder) {
  const { dependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const parts = await Promise.all(Object.keys(dependencies).sort().map((name) => part(folder, name)));
  const text = [HEAD, ...parts].join(`\n${"=".repeat(78)}\n`);
  const file = join(folder, "THIRD-PARTY.txt");
  // A file that is as it should be is left alone: the build watches when files change.
  if (text !== (await readFile(file, "utf8").catch(() => ""))) await writeFile(file, text);
}

async function part(folder, name) {
  const at = join(folder, "node_modules", name);
  const { version, license, homepage, repository } = JSON.parse(await readFile(join(at, "package.json"), "utf8"));
  const source = homepage ?? repository?.url ?? repository ?? "";
  const licence = (await readdir(at)).find((file) => /^licen[cs]e/i.test(file));
  const text = licence ? await readFile(join(at, licence), "utf8") : "";
  return `\n${name} ${version}\nLicence: ${license}\n${source}\n\n${text.trim()}\n`.replace(/\n{3,}/g, "\n\n").replace(/[ \t]+$/gm, "");
}
