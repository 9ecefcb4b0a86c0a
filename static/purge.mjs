// Leaves out what no page can use of the stylesheet: selectors that need a class, an id or a value which is written nowhere,
// and custom properties that nothing reads. A browser test holds that no rule is lost that an element matches.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import postcss from "postcss";
import selectorParser from "postcss-selector-parser";

const SOURCES = ["../templates", "script"];
// Words that handlers, not templates, put into pages: classes, ids, and values of attributes.
const FROM_HANDLERS = ["side-item", "dropdown-item", "edit-clients", "info", "success", "warning", "danger"];

export async function purge(css, folder) {
  const words = await wordsOfPages(folder);
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    if (rule.parent.name?.endsWith("keyframes")) return;
    const selectors = selectorParser().astSync(rule.selector);
    selectors.nodes.filter((selector) => !canMatch(selector, words)).forEach((selector) => selector.remove());
    if (selectors.length === 0) rule.remove();
    else rule.selector = selectors.toString();
  });
  removeUnreadProperties(root);
  removeEmpty(root);
  return root.toString();
}

async function wordsOfPages(folder) {
  const words = new Set(FROM_HANDLERS);
  for (const source of SOURCES) {
    for (const entry of await readdir(join(folder, source), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), "utf8");
      text.match(/[\w-]+/g)?.forEach((word) => words.add(word));
    }
  }
  return words;
}

function canMatch(selector, words) {
  return selector.nodes.every((node) => {
    if (node.type === "class" || node.type === "id") return words.has(node.value);
    if (node.type === "attribute") return words.has(node.attribute) && (node.operator !== "=" || words.has(node.value));
    if ([":is", ":where", ":has"].includes(node.value)) return node.nodes.some((one) => canMatch(one, words));
    return true;
  });
}

function removeUnreadProperties(root) {
  const read = new Set();
  root.walkDecls(({ value }) => value.match(/var\(\s*--[\w-]+/g)?.forEach((name) => read.add(name.replace(/^var\(\s*/, ""))));
  let removed = false;
  root.walkDecls(/^--/, (declaration) => {
    if (read.has(declaration.prop)) return;
    declaration.remove();
    removed = true;
  });
  // What only a removed one has read.
  if (removed) removeUnreadProperties(root);
}

function removeEmpty(node) {
  node.nodes?.slice().forEach(removeEmpty);
  if (node.nodes?.length === 0 && node.type !== "root") node.remove();
}
