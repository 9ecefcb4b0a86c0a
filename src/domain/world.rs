//! A world's name and clock. A world is one loaded scenario's data.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest name of a world: it is a file name too.
const MAX_LENGTH: usize = 40;

/// A world's name: lower-case letters a–z, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WorldName(String);

/// The text is not a world's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a world's name has 1 to {MAX_LENGTH} of the characters a-z, 0-9 and hyphen, and begins with none of the last")]
pub struct InvalidWorldName;

impl WorldName {
    /// The name, as in its file name and in URLs.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WorldName {
    type Err = InvalidWorldName;

    fn from_str(text: &str) -> Result<Self, InvalidWorldName> {
        let plain = |char: char| matches!(char, 'a'..='z' | '0'..='9' | '-');
        let fits = (1..=MAX_LENGTH).contains(&text.len()) && text.chars().all(plain) && !text.starts_with('-');
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidWorldName) }
    }
}

impl TryFrom<String> for WorldName {
    type Error = InvalidWorldName;

    fn try_from(text: String) -> Result<Self, InvalidWorldName> {
        text.parse()
    }
}

impl From<WorldName> for String {
    fn from(name: WorldName) -> Self {
        name.0
    }
}

impl fmt::Display for WorldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Longest time after which a new world is deleted: a year.
const LONGEST_LIFETIME: SignedDuration = SignedDuration::from_hours(366 * 24);

/// After how long a new world is deleted, such as `2h` or `90m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct WorldLifetime(SignedDuration);

/// The text is not the lifetime of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a world's lifetime is a time such as 2h or 90m, of at most {} hours", LONGEST_LIFETIME.as_hours())]
pub struct InvalidLifetime;

impl WorldLifetime {
    /// The end of the lifetime of a world that is made now.
    pub fn end(self, now: Timestamp) -> Timestamp {
        now.saturating_add(self.0).unwrap_or(Timestamp::MAX)
    }
}

impl FromStr for WorldLifetime {
    type Err = InvalidLifetime;

    fn from_str(text: &str) -> Result<Self, InvalidLifetime> {
        let lifetime = text.trim().parse().map_err(|_| InvalidLifetime)?;
        let fits = SignedDuration::ZERO < lifetime && lifetime <= LONGEST_LIFETIME;
        if fits { Ok(Self(lifetime)) } else { Err(InvalidLifetime) }
    }
}

impl TryFrom<String> for WorldLifetime {
    type Error = InvalidLifetime;

    fn try_from(text: String) -> Result<Self, InvalidLifetime> {
        text.parse()
    }
}

/// The clock of a world.
/// It dates what the portal records, never a session or a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorldClock {
    /// Real time.
    #[default]
    Real,
    /// Stands still.
    Fixed(Timestamp),
    /// Offset from real time.
    Moved(SignedDuration),
}

/// Farthest that a clock can be moved: 20 000 years, from one end of the calendar to the other.
const FARTHEST_MOVE: SignedDuration = SignedDuration::from_hours(20_000 * 8766);

/// The first point in time of a clock, 1 January of the year 0: files with scenarios have no earlier one.
const EARLIEST: Timestamp = Timestamp::constant(-62_167_219_200, 0);

/// The clock shows no time that can be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a clock stands in the years 0 to 9999, or is moved by at most {} hours", FARTHEST_MOVE.as_hours()
)]
pub struct ImpossibleClock;

impl WorldClock {
    /// A clock that stands still at this time.
    pub fn fixed(at: Timestamp) -> Result<Self, ImpossibleClock> {
        if at >= EARLIEST { Ok(Self::Fixed(at)) } else { Err(ImpossibleClock) }
    }

    /// A clock with this offset from real time.
    pub fn moved(by: SignedDuration) -> Result<Self, ImpossibleClock> {
        let fits = (-FARTHEST_MOVE..=FARTHEST_MOVE).contains(&by);
        if fits { Ok(Self::Moved(by)) } else { Err(ImpossibleClock) }
    }

    /// The world's time at this real time. An offset out of bounds stops at the limit.
    pub fn at(self, real: Timestamp) -> Timestamp {
        match self {
            Self::Real => real,
            Self::Fixed(moment) => moment,
            Self::Moved(by) => {
                let edge = if by.is_negative() { EARLIEST } else { Timestamp::MAX };
                real.checked_add(by).unwrap_or(edge).max(EARLIEST)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_a_files_name_and_nothing_else_is_one() {
        for name in ["main", "kari-2", "0", "a".repeat(MAX_LENGTH).as_str()] {
            assert_eq!(name.parse::<WorldName>().unwrap().as_str(), name);
        }
        for text in ["", "Main", "../x", "a b", "æ", "a.db", "-x", "a".repeat(MAX_LENGTH + 1).as_str()] {
            assert_eq!(text.parse::<WorldName>(), Err(InvalidWorldName), "{text}");
        }
    }

    #[test]
    fn a_lifetime_is_a_time_to_come_of_a_year_at_most() {
        for text in ["2h", " 90m ", "1s", "PT2H", "366h"] {
            assert!(text.parse::<WorldLifetime>().is_ok(), "{text}");
        }
        for text in ["", "0s", "-1h", "2", "two hours", "9000h", "1 month"] {
            assert_eq!(text.parse::<WorldLifetime>(), Err(InvalidLifetime), "{text}");
        }
        let now = Timestamp::from_second(1_000).unwrap();
        assert_eq!("2h".parse::<WorldLifetime>().unwrap().end(now), Timestamp::from_second(8_200).unwrap());
    }

    #[test]
    fn a_clock_is_real_fixed_or_moved_and_never_out_of_bounds() {
        let (real, other) = (Timestamp::from_second(1_000).unwrap(), Timestamp::from_second(5).unwrap());
        assert_eq!(WorldClock::Real.at(real), real);
        assert_eq!(WorldClock::Fixed(other).at(real), other);
        assert_eq!(WorldClock::Moved(SignedDuration::from_secs(-995)).at(real), other);
        assert_eq!(WorldClock::Moved(SignedDuration::MAX).at(real), Timestamp::MAX);
        assert_eq!(WorldClock::Moved(SignedDuration::MIN).at(real), EARLIEST);
        assert_eq!(WorldClock::Moved(-FARTHEST_MOVE).at(real), EARLIEST);
        assert_eq!(WorldClock::fixed(Timestamp::MAX), Ok(WorldClock::Fixed(Timestamp::MAX)));
        assert_eq!(WorldClock::fixed(Timestamp::MIN), Err(ImpossibleClock));
        assert_eq!(WorldClock::moved(FARTHEST_MOVE), Ok(WorldClock::Moved(FARTHEST_MOVE)));
        for too_far in [SignedDuration::MAX, SignedDuration::MIN, -FARTHEST_MOVE - SignedDuration::from_secs(1)] {
            assert_eq!(WorldClock::moved(too_far), Err(ImpossibleClock));
        }
    }
}
