//! The options of `walkthrough run` and `walkthrough shoot`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::i18n::{Lang, Wording};
use crate::walkthrough::library;
#[cfg(feature = "browser")]
use crate::walkthrough::{Walkthrough, validate::ScenarioLookup};

/// Which walkthroughs, in which language and wording.
#[derive(Debug, Clone, Args)]
pub struct Selection {
    /// Names of built-in walkthroughs, or files (.toml); by default all built-in ones.
    #[arg(value_name = "WALKTHROUGH")]
    pub named: Vec<String>,
    /// Language of the portal and of the guide.
    #[arg(long, value_enum, default_value = "all")]
    pub lang: LangOption,
    /// Word for a client in Norwegian texts.
    #[arg(long, value_enum, default_value = "kunde")]
    pub wording: Wording,
    /// Folder for screenshots of failed steps.
    #[arg(long, value_name = "DIR", default_value = "walkthrough-failures")]
    pub failures: PathBuf,
}

/// Options of `walkthrough run`.
#[derive(Debug, Clone, Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub selected: Selection,
    /// Run with or without JavaScript.
    #[arg(long, value_enum, default_value = "on")]
    pub js: JavaScript,
}

/// Options of `walkthrough shoot`.
#[derive(Debug, Clone, Args)]
pub struct ShootOptions {
    #[command(flatten)]
    pub selected: Selection,
    /// Folder for screenshots and guides; gets one subfolder per language.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Size of the viewport, in CSS pixels.
    #[arg(long, value_name = "WxH", default_value = "1280x900", value_parser = size)]
    pub size: (u32, u32),
    /// Device pixels per CSS pixel.
    #[arg(long, default_value = "1", value_parser = clap::value_parser!(u32).range(1..=2))]
    pub scale: u32,
    /// Use dark mode.
    #[arg(long)]
    pub dark: bool,
    /// Leave out the numbered rings.
    #[arg(long)]
    pub no_marks: bool,
    /// Leave out the banner that says this is a test portal, and all that the test tools add.
    #[arg(long)]
    pub no_strip: bool,
    /// Compare with the screenshots of an earlier --out; list changes and write difference images.
    #[arg(long, value_name = "DIR")]
    pub check: Option<PathBuf>,
}

/// One language, or all.
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
    pub fn languages(self) -> Vec<Lang> {
        match self {
            Self::Nb => vec![Lang::Nb],
            Self::Nn => vec![Lang::Nn],
            Self::En => vec![Lang::En],
            Self::All => Lang::ALL.to_vec(),
        }
    }
}

/// The given names, or those of all built-in walkthroughs.
pub fn names_or_all(named: &[String]) -> Vec<String> {
    if named.is_empty() { library::built_in_names().map(str::to_owned).collect() } else { named.to_vec() }
}

/// Reads the selected walkthroughs.
#[cfg(feature = "browser")]
pub fn selected(selected: &Selection, find_scenario: ScenarioLookup<'_>) -> anyhow::Result<Vec<Walkthrough>> {
    names_or_all(&selected.named).iter().map(|name| library::read(name, find_scenario)).collect()
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let (width, height) = text.split_once('x').ok_or("expected width x height, such as 1280x900")?;
    let side = |text: &str| match text.parse() {
        Ok(side @ 200..=4000) => Ok(side),
        _ => Err(format!("`{text}` is not a length from 200 to 4000")),
    };
    Ok((side(width)?, side(height)?))
}
