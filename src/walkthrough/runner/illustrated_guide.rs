//! The illustrated guide in one language, as Markdown and as self-contained HTML.

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{RunSettings, Screenshot};
use crate::i18n::Lang;
use crate::walkthrough::Walkthrough;

/// Fixed texts of the guide.
struct Words {
    title: &'static str,
    disclaimer: &'static str,
    table_of_contents: &'static str,
    sign_in: &'static str,
    /// What a picture shows, for those who do not see it.
    page: &'static str,
    dialog: &'static str,
    ring: &'static str,
}

const NB: Words = Words {
    title: "Veiledning i klientdelegering",
    disclaimer: "Bildene er fra testportalen Klientportal. Alle personer og virksomheter er oppdiktet.",
    table_of_contents: "Innhold",
    sign_in: "Logg inn som {person}, for {organisation}.",
    page: "Siden «{heading}»",
    dialog: "Vinduet «{heading}»",
    ring: "ring {number} rundt «{name}»",
};
const NN: Words = Words {
    title: "Rettleiing i klientdelegering",
    disclaimer: "Bileta er frå testportalen Klientportal. Alle personar og verksemder er oppdikta.",
    table_of_contents: "Innhald",
    sign_in: "Logg inn som {person}, for {organisation}.",
    page: "Sida «{heading}»",
    dialog: "Vindauget «{heading}»",
    ring: "ring {number} rundt «{name}»",
};
const EN: Words = Words {
    title: "Guide to client delegation",
    disclaimer: "The pictures are from the test portal Klientportal. All people and organisations are made up.",
    table_of_contents: "Contents",
    sign_in: "Log in as {person}, for {organisation}.",
    page: "The page ‘{heading}’",
    dialog: "The dialog ‘{heading}’",
    ring: "ring {number} around ‘{name}’",
};

/// A guide with one section per walkthrough.
pub struct IllustratedGuide {
    lang: Lang,
    sections: Vec<Section>,
}

struct Section {
    id: String,
    title: String,
    description: String,
    sign_in: String,
    steps: Vec<StepView>,
}

struct StepView {
    instruction: String,
    expected: String,
    picture: Option<PictureView>,
}

struct PictureView {
    file: String,
    /// "data:image/png;base64,…"
    data: String,
    width: u32,
    height: u32,
    alt: String,
    marks: Vec<String>,
}

#[derive(Template)]
#[template(path = "walkthrough/guide.html")]
struct Html<'g> {
    lang: Lang,
    words: &'static Words,
    sections: &'g [Section],
}

#[derive(Template)]
#[template(path = "walkthrough/guide.md", escape = "none")]
struct Markdown<'g> {
    words: &'static Words,
    sections: &'g [Section],
}

impl IllustratedGuide {
    pub fn new(lang: Lang) -> Self {
        Self { lang, sections: Vec::new() }
    }

    /// Adds a walkthrough with its screenshots.
    pub fn add(&mut self, walkthrough: &Walkthrough, settings: RunSettings, pictures: &[Screenshot]) {
        let resolve = |text: &crate::walkthrough::GuideText| text.resolve(settings.lang, settings.wording);
        let steps = (1..).zip(&walkthrough.steps).map(|(number, step)| StepView {
            instruction: resolve(&step.instruction),
            expected: resolve(&step.expected),
            picture: pictures.iter().find(|picture| picture.number == number).map(|picture| self.view(picture)),
        });
        let values =
            [("person", walkthrough.person_name.as_str()), ("organisation", walkthrough.organisation_name.as_str())];
        self.sections.push(Section {
            id: walkthrough.name.clone(),
            title: resolve(&walkthrough.title),
            description: resolve(&walkthrough.description),
            sign_in: crate::i18n::fill(self.words().sign_in, &values),
            steps: steps.collect(),
        });
    }

    /// The guide as one self-contained file.
    pub fn html(&self) -> askama::Result<String> {
        Html { lang: self.lang, words: self.words(), sections: &self.sections }.render()
    }

    /// The guide for the folder that has the pictures.
    pub fn markdown(&self) -> askama::Result<String> {
        Markdown { words: self.words(), sections: &self.sections }.render()
    }

    fn words(&self) -> &'static Words {
        match self.lang {
            Lang::Nb => &NB,
            Lang::Nn => &NN,
            Lang::En => &EN,
        }
    }

    fn view(&self, picture: &Screenshot) -> PictureView {
        PictureView {
            file: picture.file.clone(),
            data: format!("data:image/png;base64,{}", BASE64_STANDARD.encode(&picture.png)),
            width: picture.width,
            height: picture.height,
            alt: self.alternative_text(picture),
            marks: picture.marks.clone(),
        }
    }

    /// "Siden «Systemtilganger for …», ring 1 rundt «Revisor klientdelegering»."
    fn alternative_text(&self, picture: &Screenshot) -> String {
        let words = self.words();
        let what = if picture.dialog { words.dialog } else { words.page };
        let what = crate::i18n::fill(what, &[("heading", &picture.heading)]);
        let ring = |(number, name): (usize, &String)| {
            crate::i18n::fill(words.ring, &[("number", &number.to_string()), ("name", name)])
        };
        let parts: Vec<_> = std::iter::once(what).chain((1..).zip(&picture.marks).map(ring)).collect();
        format!("{}.", parts.join(", "))
    }
}
