//! Fills in the `{name}` placeholders of a text.

/// The text with each `{name}` replaced by its value.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}').map(|end| start + end) else { break };
        filled.push_str(&rest[..start]);
        let name = &rest[start + 1..end];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[start..=end]),
        }
        rest = &rest[end + 1..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_by_name_and_never_twice() {
        assert_eq!(fill("{a} og {b}", &[("a", "{b}"), ("b", "x")]), "{b} og x");
        assert_eq!(fill("uten verdi {c", &[]), "uten verdi {c");
    }
}
