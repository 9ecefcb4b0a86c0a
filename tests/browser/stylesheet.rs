//! The build leaves out the rules that no page uses: here no element matches one.

use std::fs;
use std::sync::LazyLock;

use klientportal::browser::{Error, Page};
use serde_json::{Value, json};

use crate::portal::Portal;
use crate::{Outcome, in_language, open};

/// The stylesheet as it was before.
static UNPURGED: LazyLock<String> =
    LazyLock::new(|| fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/static/unpurged.css")).unwrap());

/// Selectors of the whole stylesheet that are not in the built one and match an element, in whatever state.
/// A list is compared one by one, since the build may leave out a part of it, also within `:is()`.
const LOST: &str = "((css) => {
  const split = (list) => {
    const parts = [''];
    let depth = 0;
    for (const letter of list) {
      if ('(['.includes(letter)) depth += 1;
      if (')]'.includes(letter)) depth -= 1;
      if (letter === ',' && depth === 0) parts.push('');
      else parts[parts.length - 1] += letter;
    }
    return parts.map((part) => part.trim());
  };
  const expanded = (selector) => {
    const start = selector.search(/:(is|where)[(]/);
    if (start < 0) return [selector];
    const open = selector.indexOf('(', start);
    let end = open, depth = 1;
    while (depth > 0) {
      end += 1;
      if (selector[end] === '(') depth += 1;
      if (selector[end] === ')') depth -= 1;
    }
    return split(selector.slice(open + 1, end))
      .flatMap((one) => expanded(selector.slice(0, start) + one + selector.slice(end + 1)));
  };
  // A custom property that nothing reads may go.
  const hasEffect = ({ style }) => [...style].some((name) => !name.startsWith('--') || css.includes(`var(${name}`));
  const selectors = (rules, within) => [...rules].flatMap((rule) => [
    ...(rule.selectorText && hasEffect(rule) ? split(rule.selectorText).flatMap(expanded).map((selector) => [within, selector]) : []),
    ...(rule.cssRules ? selectors(rule.cssRules, `${within} ${rule.conditionText ?? rule.name ?? ''}`) : []),
  ]);
  const anyState = (selector) => selector.replace(/::[a-z-]+|:(before|after|hover|active|focus-visible|focus-within|focus|checked|indeterminate|disabled|modal|visited)/g, '');
  const matches = (selector) => {
    try { return document.querySelector(anyState(selector) || '*') !== null; } catch { return false; }
  };
  const whole = new CSSStyleSheet();
  whole.replaceSync(css);
  const built = [...document.styleSheets].find((sheet) => sheet.href);
  const kept = new Set(selectors(built.cssRules, '').map(String));
  return selectors(whole.cssRules, '').filter((rule) => !kept.has(String(rule)) && matches(rule[1])).map(String);
})";

/// Checks all elements of the page.
pub fn has_every_used_rule(page: &Page, state: &str) -> Outcome {
    let lost = lost(page, &UNPURGED)?;
    assert_eq!(lost, json!([]), "{state}\n{lost:#}");
    Ok(())
}

fn lost(page: &Page, css: &str) -> Result<Value, Error> {
    page.evaluate(&format!("{LOST}({})", json!(css)))
}

#[test]
fn a_rule_that_an_element_needs_is_missed() -> Outcome {
    let portal = Portal::start();
    let page = open(in_language("nb"));
    page.goto(&portal.url)?;
    page.sees("button", "Meny")?;
    let more = format!("{} @media print {{ .nothing, .wordmark:hover {{ color: red }} }}", *UNPURGED);
    assert_eq!(lost(&page, &more)?, json!([" print,.wordmark:hover"]));
    Ok(())
}
