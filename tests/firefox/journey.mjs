// The guide in Firefox, with and without JavaScript: node journey.mjs ADDRESS [FOLDER FOR PICTURES]
// Elements are found by their accessible names. Chromium's tests have the details; this holds what browsers do
// differently: the modal dialog, focus, Escape, search, a narrow window.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import puppeteer from "puppeteer-core";

const [address, pictures] = process.argv.slice(2);
const DESKTOP = { width: 1280, height: 900 }, PHONE = { width: 390, height: 844 };
const CLIENT = "Revisorkunde AS";

async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

// Polls with plain evaluations: puppeteer's own ways to wait and to click need JavaScript in the page.
async function until(page, what, look, argument) {
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    // Between two pages there is nothing to look at.
    const found = await page.evaluate(look, argument).catch(() => null);
    if (found) return found;
    await setTimeout(50);
  }
  throw new Error(`${what} is not on ${page.url()}`);
}

/** The middle of the element with this accessible name. */
function middleOf(name) {
  const nameOf = (element) => (element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent).trim();
  // The page behind an open dialog may have the same names.
  const within = document.querySelector("dialog[open]") ?? document;
  const element = [...within.querySelectorAll("a, button, input")].find((element) => nameOf(element).startsWith(name));
  if (!element || document.readyState !== "complete") return null;
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = element.getBoundingClientRect();
  const middle = { x: x + width / 2, y: y + height / 2 };
  // Without the script, a new page ignores clicks at first.
  return element.contains(document.elementFromPoint(middle.x, middle.y)) ? middle : null;
}

const sees = (page, name) => until(page, name, middleOf, name);
const says = (page, text) => until(page, text, (text) => document.body.innerText.includes(text), text);
const isAt = (page, end) => until(page, `the page ${end}`, (end) => location.pathname.endsWith(end), end);

async function press(page, name) {
  const { x, y } = await sees(page, name);
  await page.mouse.click(x, y);
}

async function signIn(page) {
  await page.goto(`${address}/sign-in`);
  await press(page, "Gild Kanne");
  await isAt(page, "/overview");
}

async function fits(page, name) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `${name} is ${wide} px wide in ${room} px`);
}

/** The dialog as a window of its own: modal, with the focus, and closed by Escape. */
async function withScript(page) {
  await press(page, "Revisor klientdelegering");
  await press(page, "Legg til kunder");
  await until(page, "the focus in a modal dialog", () => document.querySelector("dialog:modal")?.contains(document.activeElement));
  await press(page, `Legg til i systemtilgang: ${CLIENT}`);
  await sees(page, `Fjern fra systemtilgang: ${CLIENT}`);
  await says(page, `${CLIENT} er lagt til systemtilgangen`);
  await picture(page, "dialog");
  await press(page, "Søk i kunder");
  await page.keyboard.type("mild");
  await until(page, "only what was searched for", () => {
    const names = [...document.querySelectorAll("dialog .row-title")].map((title) => title.textContent);
    return names.length > 0 && names.every((name) => /mild/i.test(name));
  });
  await page.setViewport(PHONE);
  await fits(page, "the dialog");
  await picture(page, "dialog-390");
  await page.setViewport(DESKTOP);
  // The first may only empty the search field.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await isAt(page, "/agentdelegation");
  await says(page, CLIENT);
  await picture(page, "access");
}

/** The dialog as a page, and each press a new one. */
async function withoutScript(page) {
  await press(page, "Revisor klientdelegering");
  await press(page, "Legg til eller fjern kunder");
  await press(page, `Fjern fra systemtilgang: ${CLIENT}`);
  await sees(page, `Legg til i systemtilgang: ${CLIENT}`);
  await fits(page, "the dialog");
  await picture(page, "dialog-without-script");
  await press(page, "Bekreft og lukk");
  await isAt(page, "/agentdelegation");
  await says(page, "Denne systemtilgangen har ingen kunder.");
}

async function walk(name, script, journey) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    defaultViewport: DESKTOP,
    extraPrefsFirefox: { "intl.accept_languages": "nb", "javascript.enabled": script },
  });
  try {
    const page = await browser.newPage();
    await signIn(page);
    await journey(page);
    console.log(`Firefox ${name}: passed`);
  } finally {
    await browser.close();
  }
}

await walk("with JavaScript", true, withScript);
await walk("without JavaScript", false, withoutScript);
