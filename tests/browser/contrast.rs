//! Text in every style and state has a contrast of 4.5, and focus rings of 3: computed colours, which axe sees only at
//! rest.

use klientportal::browser::Page;

use crate::{Outcome, in_language, open};

/// What can be hovered, pressed or focused, and rows, which react as a whole.
const INTERACTIVE: &str = "a, button, summary, input, select, textarea, label, [tabindex], .row";
/// Those that are looked at.
const SAMPLED: &str = "[data-sampled]";

/// Marks the first two of all elements that look alike: a list has many rows.
const SAMPLE: &str = "
const looks = (element) => element && [
  element.tagName,
  ...[...element.attributes].filter(({ name }) => !/^(id|href|value|for|style|popovertarget|aria-(label|describedby|controls).*)$/.test(name))
    .map(({ name, value }) => name + value),
  looks(element.parentElement),
].join(' ');
const count = new Map();
for (const element of document.querySelectorAll('[data-sampled]')) element.removeAttribute('data-sampled');
for (const element of [...document.querySelectorAll(INTERACTIVE)].filter(shows)) {
  const key = looks(element) + [...element.querySelectorAll('*')].map((child) => child.tagName + child.classList);
  count.set(key, (count.get(key) ?? 0) + 1);
  if (count.get(key) <= 2) element.setAttribute('data-sampled', '');
}";
/// At rest, hovered and pressed; and focused by keyboard.
const STATES: [&[&str]; 3] = [&[], &["hover"], &["hover", "active"]];
const FOCUSED: &[&str] = &["focus", "focus-visible"];

const LOWEST_OF_TEXT: &str = "4.5";
const LOWEST_OF_RINGS: &str = "3";

const COLOURS: &str = "
const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const known = new Map();
const rgba = (colour) => {
  if (known.has(colour)) return known.get(colour);
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  known.set(colour, [r, g, b, a / 255]);
  return known.get(colour);
};
const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
const behind = (element) => {
  if (!element) return rgba(getComputedStyle(document.documentElement).colorScheme.includes('dark') ? '#000' : '#fff');
  const own = rgba(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, behind(element.parentElement));
};
const luminance = (colour) => colour.slice(0, 3)
  .map((channel) => channel / 255)
  .map((channel) => (channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  .reduce((sum, channel, i) => sum + channel * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};
const shows = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]')
  && !element.matches(':disabled') && element.getBoundingClientRect().width > 1;
const describe = (ratio, element) => `${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 150)}`;
const all = [...document.querySelectorAll('[data-sampled]')].filter(shows);";

const TEXTS: &str = "
const texts = all.flatMap((element) => [element, ...element.querySelectorAll('*')])
  // The letters of avatars have a test of their own.
  .filter((element) => shows(element) && !element.closest('svg') && (element.matches('input, select, textarea')
    || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())));
return [...new Set(texts)].map((element) => {
  const background = behind(element);
  return [contrast(over(rgba(getComputedStyle(element).color), background), background), element];
}).filter(([ratio]) => ratio < LOWEST).map(([ratio, element]) => describe(ratio, element));";

const RINGS: &str = "
const ringed = (element) => {
  for (let e = element; e; e = e.parentElement) if (getComputedStyle(e).outlineStyle !== 'none') return e;
};
return all.filter((element) => element.tabIndex >= 0 && !element.matches('label')).map((element) => {
  const ring = ringed(element);
  if (!ring) return [0, element];
  const { outlineColor, boxShadow } = getComputedStyle(ring);
  const shadow = boxShadow.match(/^[a-z]+\\([^)]*\\)/)?.[0] ?? outlineColor;
  const around = behind(ring.parentElement);
  return [Math.max(...[outlineColor, shadow].map((colour) => contrast(over(rgba(colour), around), around))), element];
}).filter(([ratio]) => ratio < LOWEST).map(([ratio, element]) => describe(ratio, element));";

/// Checks the page as it is, in all states.
pub fn in_every_state(page: &Page, name: &str) -> Outcome {
    sample(page)?;
    for state in STATES {
        check(page, state, TEXTS, LOWEST_OF_TEXT, name)?;
    }
    check(page, FOCUSED, RINGS, LOWEST_OF_RINGS, name)?;
    page.force_states(SAMPLED, &[])
}

fn sample(page: &Page) -> Outcome {
    let script = SAMPLE.replace("INTERACTIVE", &format!("'{INTERACTIVE}'"));
    page.evaluate(&format!("(() => {{ {COLOURS} {script} }})()")).map(drop)
}

fn check(page: &Page, state: &[&str], script: &str, lowest: &str, name: &str) -> Outcome {
    let faults = faults(page, state, script, lowest)?;
    assert!(faults.is_empty(), "{name} {state:?}\n  {}", faults.join("\n  "));
    Ok(())
}

fn faults(
    page: &Page,
    state: &[&str],
    script: &str,
    lowest: &str,
) -> Result<Vec<String>, klientportal::browser::Error> {
    page.force_states(SAMPLED, state)?;
    let found = page.evaluate(&format!("(() => {{ {COLOURS} {script} }})()").replace("LOWEST", lowest))?;
    Ok(found.as_array().into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned)).collect())
}

#[test]
fn a_state_that_hides_its_text_is_found() -> Outcome {
    let page = open(in_language("nb"));
    page.goto(
        "data:text/html,<title>x</title><style>button { color: black; background: white; outline: 0 }
         button:hover { background: rgb(80 80 80) } button:active { background: black }</style><button>Save</button>",
    )?;
    page.sees("button", "Save")?;
    sample(&page)?;
    for (state, expected) in STATES.into_iter().zip([0, 1, 1]) {
        assert_eq!(faults(&page, state, TEXTS, LOWEST_OF_TEXT)?.len(), expected, "{state:?}");
    }
    assert_eq!(faults(&page, FOCUSED, RINGS, LOWEST_OF_RINGS)?.len(), 1, "without a ring");
    Ok(())
}
