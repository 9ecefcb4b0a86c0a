//! The coloured squares before names, in the colours that Altinn gives the same names.

use std::sync::LazyLock;

/// A coloured square: a letter for an organisation, an icon for a system.
#[derive(Debug, Clone)]
pub struct Avatar {
    pub letter: String,
    /// "#40283a"; white on it is at least 4.5:1.
    pub colour: String,
}

impl Avatar {
    /// The avatar of a name: its first letter, and a colour derived from the name.
    pub fn of(name: &str) -> Self {
        let letter = name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        let [r, g, b] = dark_colour(hash(name));
        Self { letter, colour: format!("#{:06x}", u32::from_be_bytes([0, r, g, b])) }
    }
}

/// The hash of `fromStringToColor` in `@altinn/altinn-components`.
fn hash(name: &str) -> u32 {
    name.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
}

/// The low 24 bits, each channel halved if the colour is light.
fn dark_colour(hash: u32) -> [u8; 3] {
    let [_, r, g, b] = hash.to_be_bytes();
    let halved = |colour: [u8; 3]| colour.map(|channel| channel / 2);
    let colour = if luminance([r, g, b]) > 0.1 { halved([r, g, b]) } else { [r, g, b] };
    // Altinn stops here: white on a halved white is only 4:1.
    if luminance(colour) > 0.18 { halved(colour) } else { colour }
}

/// The linear value of each channel value, as in WCAG.
static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
    let mut linear = [0.0; 256];
    for value in 0..=u8::MAX {
        let channel = f64::from(value) / 255.0;
        linear[usize::from(value)] =
            if channel <= 0.03928 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) };
    }
    linear
});

/// Relative luminance as in WCAG.
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|channel| LINEAR[usize::from(channel)]);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measured on Altinn's pages.
    #[test]
    fn a_name_has_the_colour_that_it_has_at_altinn() {
        for (name, colour) in [
            ("Diskret Nær Tiger AS", "#40283a"),
            ("SmartCloud", "#503506"),
            ("Revisor klientdelegering", "#6c15db"),
            ("Regnskapsfører klientdelegering", "#283708"),
            ("Egen klientdelegering", "#577470"),
            ("Revisorkunde AS", "#69587e"),
        ] {
            assert_eq!(Avatar::of(name).colour, colour, "{name}");
        }
    }

    #[test]
    fn white_shows_on_every_colour() {
        for hash in (0..=0x00ff_ffff).step_by(997).chain([0x00ff_ffff]) {
            let contrast = 1.05 / (luminance(dark_colour(hash)) + 0.05);
            assert!(contrast >= 4.5, "{hash:06x}: {contrast:.2}");
        }
    }
}
