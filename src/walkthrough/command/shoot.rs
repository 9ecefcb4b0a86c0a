//! `walkthrough shoot`: takes and compares screenshots, writes guides.

use std::collections::BTreeSet;
use std::fs;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, bail};

use super::options::{ShootOptions, selected};
use super::output::print_line;
use crate::browser::{Appearance, Chromium};
use crate::i18n::Lang;
use crate::walkthrough::runner::{self, IllustratedGuide, ImageComparer, RunSettings, Screenshot, ScreenshotRecorder};
use crate::walkthrough::validate::ScenarioLookup;
use crate::walkthrough::{PortalFactory, Walkthrough};

/// Suffix of a difference image's name, before `.png`.
const DIFFERENCE: &str = ".difference";
/// Walkthroughs that run at a time: they wait for pages more than they compute.
const AT_ONCE: usize = 4;

/// Writes the screenshots and guides of each language to its own folder.
pub fn shoot(
    options: &ShootOptions,
    find_scenario: ScenarioLookup<'_>,
    portals: &dyn PortalFactory,
) -> anyhow::Result<()> {
    if options.check.as_deref().is_some_and(|earlier| is_same_folder(earlier, &options.out)) {
        bail!("--check and --out are the same folder: the earlier pictures would be overwritten");
    }
    let chromium = Chromium::start(&options.selected.failures)?;
    let walkthroughs = selected(&options.selected, find_scenario)?;
    refuse_duplicate_files(&walkthroughs)?;
    let mut changed = Vec::new();
    for lang in options.selected.lang.languages() {
        let folder = options.out.join(lang.code());
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let pictures = GuideRecorder { options, chromium: &chromium, portals }.guide(lang, &walkthroughs, &folder)?;
        for guide in ["guide.md", "guide.html"] {
            print_line(&folder.join(guide).display().to_string());
        }
        if let Some(earlier) = &options.check {
            let all_selected = options.selected.named.is_empty();
            changed.extend(changes(&chromium, &pictures, &earlier.join(lang.code()), &folder, all_selected)?);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    bail!("{} pictures changed\n{}", changed.len(), changed.join("\n"))
}

struct GuideRecorder<'s> {
    options: &'s ShootOptions,
    chromium: &'s Chromium,
    portals: &'s dyn PortalFactory,
}

impl GuideRecorder<'_> {
    /// Writes the screenshots and guides; returns the screenshots.
    fn guide(&self, lang: Lang, walkthroughs: &[Walkthrough], folder: &Path) -> anyhow::Result<Vec<Screenshot>> {
        let (settings, mut all) = (self.settings(lang), Vec::new());
        let mut guide = IllustratedGuide::new(lang);
        let taken = several_at_once(walkthroughs, |walkthrough| self.pictures(walkthrough, settings, folder));
        for (walkthrough, pictures) in walkthroughs.iter().zip(taken) {
            let pictures = pictures?;
            guide.add(walkthrough, settings, &pictures);
            all.extend(pictures);
        }
        write(&folder.join("guide.md"), guide.markdown()?.as_bytes())?;
        write(&folder.join("guide.html"), guide.html()?.as_bytes())?;
        Ok(all)
    }

    /// Takes and writes the pictures of a walkthrough.
    fn pictures(
        &self,
        walkthrough: &Walkthrough,
        settings: RunSettings,
        folder: &Path,
    ) -> anyhow::Result<Vec<Screenshot>> {
        let portal = self.portals.start(&walkthrough.scenario, settings.wording)?;
        let mut recorder = ScreenshotRecorder::new(settings, !self.options.no_marks, !self.options.no_strip);
        let result = runner::run(self.chromium, portal.as_ref(), walkthrough, settings, &mut recorder);
        result.with_context(|| format!("{}, {}", walkthrough.name, settings.lang.code()))?;
        for picture in &recorder.screenshots {
            let file = folder.join(&picture.file);
            write(&file, &picture.png)?;
            print_line(&file.display().to_string());
        }
        Ok(recorder.screenshots)
    }

    fn settings(&self, lang: Lang) -> RunSettings {
        let ShootOptions { selected, size: (width, height), scale, dark, .. } = self.options;
        let appearance = Appearance {
            width: *width,
            height: *height,
            scale: *scale,
            dark: *dark,
            ..Appearance::DESKTOP.without_motion()
        };
        RunSettings { lang, wording: selected.wording, script: true, appearance }
    }
}

/// Calls a task for each item, several at a time. The results are in the order of the items.
fn several_at_once<T: Sync, R: Send>(items: &[T], task: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, task(item)));
        }
    };
    let mut done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// One line per changed, new or (with `all_selected`) removed picture.
fn changes(
    chromium: &Chromium,
    pictures: &[Screenshot],
    earlier: &Path,
    folder: &Path,
    all_selected: bool,
) -> anyhow::Result<Vec<String>> {
    let comparer = ImageComparer::new(chromium)?;
    let mut lines = Vec::new();
    for picture in pictures {
        let Ok(before) = fs::read(earlier.join(&picture.file)) else {
            lines.push(format!("{}: new", folder.join(&picture.file).display()));
            continue;
        };
        let image = folder.join(format!("{}{DIFFERENCE}.png", picture.file.trim_end_matches(".png")));
        let _ = fs::remove_file(&image);
        if let Some(difference) = comparer.compare(&before, &picture.png)? {
            write(&image, &difference.png())?;
            let ([(w, h), (now_w, now_h)], changed) = (difference.sizes, difference.changed);
            let size =
                if (w, h) == (now_w, now_h) { String::new() } else { format!(", {w}x{h} is now {now_w}x{now_h}") };
            let file = folder.join(&picture.file);
            lines.push(format!("{}: {changed} pixels{size}, see {}", file.display(), image.display()));
        }
    }
    let removed = if all_selected { removed(pictures, earlier)? } else { Vec::new() };
    lines.extend(removed.into_iter().map(|file| format!("{}: removed", earlier.join(file).display())));
    Ok(lines)
}

/// Pictures in the earlier folder that no longer exist.
fn removed(pictures: &[Screenshot], earlier: &Path) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(earlier).with_context(|| format!("cannot read {}", earlier.display()))?;
    let names: BTreeSet<_> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let known = |name: &String| pictures.iter().any(|picture| picture.file == *name);
    let picture = |name: &String| name.strip_suffix(".png").is_some_and(|stem| !stem.ends_with(DIFFERENCE));
    Ok(names.into_iter().filter(|name| picture(name) && !known(name)).collect())
}

fn refuse_duplicate_files(walkthroughs: &[Walkthrough]) -> anyhow::Result<()> {
    let mut files = BTreeSet::new();
    let pictures =
        walkthroughs.iter().flat_map(|walkthrough| &walkthrough.steps).filter_map(|step| step.picture.as_ref());
    match pictures.into_iter().find(|picture| !files.insert(&picture.file)) {
        Some(picture) => bail!("two walkthroughs have a picture named {}", picture.file),
        None => Ok(()),
    }
}

fn is_same_folder(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
