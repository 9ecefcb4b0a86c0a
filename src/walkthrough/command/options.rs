//! The options of `walkthrough run` and `walkthrough shoot`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::i18n::{Lang, Wording};
use crate::walkthrough::library;
#[cfg(feature = "browser")]
use crate::walkthrough::{Walkthrough, validate::ScenarioLookup};

/// Which walkthroughs, and in which words.
#[derive(Debug, Clone, Args)]
pub struct Selection {
    /// Built-in names, or files (.toml); without any, all built-in ones.
    #[arg(value_name = "WALKTHROUGH")]
    pub named: Vec<String>,
    /// Language of the portal and of the guide.
    #[arg(long, value_enum, default_value = "all")]
    pub lang: LangOption,
    /// The word that Norwegian texts use for a client.
    #[arg(long, value_enum, default_value = "kunde")]
    pub wording: Wording,
    /// Folder for a picture of the page on which a step failed.
    #[arg(long, value_name = "DIR", default_value = "walkthrough-failures")]
    pub failures: PathBuf,
}

/// How to walk.
#[derive(Debug, Clone, Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub selected: Selection,
    /// Whether the pages' script runs.
    #[arg(long, value_enum, default_value = "on")]
    pub js: JavaScript,
}

/// How to take pictures.
#[derive(Debug, Clone, Args)]
pub struct ShootOptions {
    #[command(flatten)]
    pub selected: Selection,
    /// Folder for the pictures and the guides, in a folder for each language.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Width and height of the window, in CSS pixels.
    #[arg(long, value_name = "WxH", default_value = "1280x900", value_parser = size)]
    pub size: (u32, u32),
    /// Pixels of the picture per CSS pixel.
    #[arg(long, default_value = "1", value_parser = clap::value_parser!(u32).range(1..=2))]
    pub scale: u32,
    /// Dark mode.
    #[arg(long)]
    pub dark: bool,
    /// Leave out the numbered rings.
    #[arg(long)]
    pub no_marks: bool,
    /// Leave out the strip that says that this is a test portal.
    #[arg(long)]
    pub no_strip: bool,
    /// Compare with the pictures of an earlier --out, list what changed, and write images of the differences.
    #[arg(long, value_name = "DIR")]
    pub check: Option<PathBuf>,
}

/// A language or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangOption {
    Nb,
    Nn,
    En,
    All,
}

/// JavaScript on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JavaScript {
    On,
    Off,
}

impl LangOption {
    /// The languages one by one.
    pub fn languages(self) -> Vec<Lang> {
        match self {
            Self::Nb => vec![Lang::Nb],
            Self::Nn => vec![Lang::Nn],
            Self::En => vec![Lang::En],
            Self::All => Lang::ALL.to_vec(),
        }
    }
}

/// The walkthroughs of these names; all built-in ones where none is named.
pub fn names_or_all(named: &[String]) -> Vec<String> {
    if named.is_empty() { library::built_in_names().map(str::to_owned).collect() } else { named.to_vec() }
}

/// The chosen walkthroughs, read.
#[cfg(feature = "browser")]
pub fn selected(selected: &Selection, find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Vec<Walkthrough>> {
    names_or_all(&selected.named).iter().map(|name| library::read(name, find_scenario)).collect()
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let (width, height) = text.split_once('x').ok_or("expected width x height, such as 1280x900")?;
    let side = |text: &str| match text.parse() {
        Ok(side @ 200..=4000) => Ok(side),
        _ => Err(format!("`{text}` is no length from 200 to 4000")),
    };
    Ok((side(width)?, side(height)?))
}
