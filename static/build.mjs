// Builds dist/: one stylesheet, one script, one icon sprite, one font and the favicon, each named by its
// content so that it may be cached for ever, with a Brotli and a gzip copy beside it, and manifest.json,
// which build.rs turns into constants. Beside it, unpurged.css, for a test.
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { subsetFonts } from "./font.mjs";
import { iconFiles, optimized, optimizedIcons } from "./icons.mjs";
import { purge } from "./purge.mjs";
import { thirdParty } from "./third-party.mjs";

const here = dirname(fileURLToPath(import.meta.url));
// Built beside dist/ and swapped in at the end: a running server never sees half a build.
const staging = join(here, "dist.new");
const ALREADY_COMPRESSED = new Set([".woff2"]);

async function bundle() {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: { portal: "css/portal.css", script: "script/portal.js" },
    outdir: staging,
    entryNames: "[name]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    plugins: [subsetFonts, optimizedIcons],
    target: ["chrome120", "firefox121", "safari17"],
    logLevel: "warning",
  });
  return Promise.all(result.outputFiles.map(finished));
}

// Entries get their hash here, after what is unused was left out; assets have theirs.
async function finished({ path, contents }) {
  const name = basename(path);
  if (name.endsWith(".css")) {
    const all = Buffer.from(contents).toString();
    await writeFile(join(here, "unpurged.css"), all);
    return hashed(name, Buffer.from(await purge(all, here)));
  }
  return name.endsWith(".js") ? hashed(name, contents) : { name, bytes: contents };
}

async function symbol([id, file]) {
  const body = (await optimized(file)).replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${id}" viewBox="0 0 24 24" fill="none">${body.trim()}</symbol>`;
}

async function sprite() {
  const symbols = await Promise.all(iconFiles(here).map(symbol));
  return hashed("icons.svg", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`));
}

async function favicon() {
  return hashed("favicon.svg", await readFile(join(here, "favicon.svg")));
}

function hashed(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const ext = extname(name);
  return { name: `${basename(name, ext)}-${hash}${ext}`, bytes };
}

async function write({ name, bytes }) {
  await writeFile(join(staging, name), bytes);
  if (ALREADY_COMPRESSED.has(extname(name))) return;
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  await writeFile(join(staging, `${name}.br`), brotliCompressSync(bytes, brotli));
  await writeFile(join(staging, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}

function manifest(files) {
  const named = (start, ext) => {
    const file = files.find(({ name }) => name.startsWith(start) && name.endsWith(ext));
    if (!file) throw new Error(`the build made no ${start}*${ext}`);
    return file.name;
  };
  return {
    style: named("portal-", ".css"),
    script: named("script-", ".js"),
    icons: named("icons-", ".svg"),
    favicon: named("favicon-", ".svg"),
  };
}

await rm(staging, { recursive: true, force: true });
await mkdir(staging);
await thirdParty(here);
const files = [...(await bundle()), await sprite(), await favicon()];
await Promise.all(files.map(write));
await writeFile(join(staging, "manifest.json"), `${JSON.stringify(manifest(files), null, 2)}\n`);
await rm(join(here, "dist"), { recursive: true, force: true });
await rename(staging, join(here, "dist"));
