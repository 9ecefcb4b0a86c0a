//! Finds numbers in a text that is typed or pasted.

use super::spelling::plain;

/// Why a text is not a number that the portal accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Wrong number of digits.
    #[error("has not the right number of digits")]
    Length,
    /// Wrong check digit.
    #[error("has a wrong check digit")]
    Checksum,
    /// A number that may belong to a real person or organisation.
    #[error("is not a synthetic number")]
    NotSynthetic,
    /// A text with more than one number.
    #[error("has more than one number")]
    Several,
}

/// The valid numbers in a text. Each stands in one piece, in these groups, or fills a row of digits that is grouped in
/// some other way.
pub(super) fn numbers_in<T: PartialEq>(
    text: &str,
    groups: &[usize],
    of_digits: fn(&str) -> Result<T, NumberError>,
) -> Result<Vec<T>, NumberError> {
    let is_between = |letter: char| [' ', '.', '-'].contains(&letter);
    let (mut valid, mut error) = (Vec::new(), NumberError::Length);
    for row in plain(text).split(|letter: char| !letter.is_ascii_digit() && !is_between(letter)) {
        let pieces: Vec<_> = row.split(is_between).filter(|piece| !piece.is_empty()).collect();
        for candidate in whole_row(&pieces, groups, of_digits).unwrap_or_else(|| in_groups(&pieces, groups, of_digits))
        {
            match candidate {
                Ok(number) if valid.contains(&number) => {}
                Ok(number) => valid.push(number),
                Err(found) => error = found,
            }
        }
    }
    if valid.is_empty() { Err(error) } else { Ok(valid) }
}

/// The numbers of a row of digits that is nothing but valid numbers, or as long as one.
fn whole_row<T>(
    pieces: &[&str],
    groups: &[usize],
    of_digits: fn(&str) -> Result<T, NumberError>,
) -> Option<Vec<Result<T, NumberError>>> {
    let (digits, length) = (pieces.concat(), groups.iter().sum());
    let numbers: Vec<_> =
        (0..digits.len()).step_by(length).filter_map(|at| digits.get(at..at + length)).map(of_digits).collect();
    let is_whole = digits.len() == numbers.len() * length;
    (is_whole && (numbers.len() == 1 || numbers.iter().all(Result::is_ok))).then_some(numbers)
}

/// The numbers that stand in one piece, or in their groups, between other digits.
fn in_groups<T>(
    pieces: &[&str],
    groups: &[usize],
    of_digits: fn(&str) -> Result<T, NumberError>,
) -> Vec<Result<T, NumberError>> {
    let length: usize = groups.iter().sum();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(first) = pieces.get(at) {
        let grouped = pieces
            .get(at..at + groups.len())
            .filter(|pieces| pieces.iter().map(|piece| piece.len()).eq(groups.iter().copied()));
        let number = if first.len() == length {
            Some(of_digits(first))
        } else {
            grouped.map(|pieces| of_digits(&pieces.concat()))
        };
        at += match &number {
            Some(Ok(_)) if first.len() < length => groups.len(),
            _ => 1,
        };
        found.extend(number);
    }
    found
}

/// The number, where a text has exactly one.
pub(super) fn only_number<T>(numbers: Vec<T>) -> Result<T, NumberError> {
    let mut numbers = numbers.into_iter();
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => Ok(number),
        (None, _) => Err(NumberError::Length),
        _ => Err(NumberError::Several),
    }
}

/// The text without what groups its digits, and without the ISO 6523 prefix of Norwegian organisations.
pub(super) fn without_separators(text: &str) -> String {
    let digits = plain(text).replace([' ', '-'], "");
    digits.strip_prefix("0192:").map(str::to_owned).unwrap_or(digits)
}
