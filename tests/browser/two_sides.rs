//! A client changes what it has given while the provider has a system access open, and the other way round.
//! Who comes second is told at the next press, and nothing wrong is stored; with and without JavaScript.

use klientportal::browser::{Error, Options, Page};

use crate::portal::Portal;
use crate::{Outcome, assert_quiet, assert_quiet_but_for, in_language, open};

const ACCESS: &str = "Skattegrunnlag klientdelegering";
const FIRM: &str = "Diskret Nær Tiger AS";
const ADD: &str = "Legg til i systemtilgang: Klientkunde AS";
const REMOVE: &str = "Fjern fra systemtilgang: Klientkunde AS";
const ENDED: &str = "1 systemtilgang handler ikke lenger for Klientkunde AS";

/// The provider at its system access, the client at its user, each in a browser.
struct BothSides {
    portal: Portal,
    script: bool,
    provider: Page,
    client: Page,
}

impl BothSides {
    fn open(script: bool) -> Result<Self, Error> {
        let portal = Portal::start();
        let browser = || open(Options { script, ..in_language("nb") });
        let (provider, client) = (browser(), browser());
        portal.open_access(&provider, ACCESS)?;
        portal.sign_in(&client, "Munter Lykt")?;
        client.goto(&portal.at("/accessmanagement/ui/users"))?;
        client.press("link", FIRM)?;
        client.heading(FIRM)?;
        Ok(Self { portal, script, provider, client })
    }

    fn provider_opens_dialog(&self) -> Outcome {
        self.provider.press("button", "Legg til kunder")?;
        self.provider.sees("button", ADD)
    }

    fn provider_adds(&self) -> Outcome {
        self.provider_opens_dialog()?;
        self.provider.press("button", ADD)?;
        self.provider.says("Klientkunde AS er lagt til systemtilgangen")
    }

    fn client_takes_back(&self) -> Outcome {
        self.client.press("searchbox", "Søk etter tilgangspakker")?;
        self.client.type_keys("skattegrunnlag")?;
        if !self.script {
            self.client.press("button", "Søk")?;
        }
        self.client.press("button", "Slett fullmakt for Skattegrunnlag")?;
        self.client.says(&format!("Fullmakten til Skattegrunnlag er slettet for {FIRM}"))
    }

    fn client_deletes_user(&self) -> Outcome {
        self.client.press("button", "Slett bruker")?;
        self.client.press("button", "Ja, slett")?;
        self.client.says(&format!("{FIRM} er slettet som bruker"))
    }

    fn are_quiet(&self) {
        assert_quiet(&self.provider);
        assert_quiet(&self.client);
    }

    /// How often the client is on the access.
    fn stored(&self) -> usize {
        self.portal.count("select count(*) from delegation where client = 310495964")
    }
}

fn with_and_without_script(journey: fn(&BothSides) -> Outcome) -> Outcome {
    for script in [true, false] {
        let sides = BothSides::open(script)?;
        journey(&sides)?;
    }
    Ok(())
}

fn add_ticked(sides: &BothSides, meanwhile: fn(&BothSides) -> Outcome) -> Outcome {
    sides.provider_opens_dialog()?;
    sides.provider.press("checkbox", "Velg Klientkunde AS…")?;
    if sides.script {
        sides.provider.announces("1 valgt")?;
    }
    meanwhile(sides)?;
    sides.provider.press("button", if sides.script { "Legg til 1, bekreft og lukk" } else { "Legg til valgte" })?;
    sides.provider.says("1 kunde kunne ikke legges til:")?;
    sides.provider.says("Mangler «Skattegrunnlag». Kunden må gi")?;
    assert_eq!(sides.stored(), 0);
    sides.are_quiet();
    Ok(())
}

#[test]
fn a_ticked_client_that_has_taken_its_power_back_is_refused_with_the_reason() -> Outcome {
    with_and_without_script(|sides| add_ticked(sides, BothSides::client_takes_back))
}

#[test]
fn a_ticked_client_that_has_deleted_the_user_is_refused_with_the_reason() -> Outcome {
    with_and_without_script(|sides| add_ticked(sides, BothSides::client_deletes_user))
}

#[test]
fn adding_cannot_be_undone_when_the_client_is_gone_already() -> Outcome {
    with_and_without_script(|sides| {
        sides.provider_adds()?;
        sides.client_takes_back()?;
        sides.client.says(ENDED)?;
        sides.provider.press("button", "Angre")?;
        sides.provider.says("Ingen endringer. Klientkunde AS har tatt tilbake fullmakten")?;
        sides.provider.says("Ingen kunder å vise")?;
        sides.provider.wait_for("the list shows who is gone", |tree| !tree.has("button", REMOVE))?;
        assert_eq!(sides.stored(), 0);
        sides.are_quiet();
        Ok(())
    })
}

#[test]
fn removing_cannot_be_undone_when_the_client_has_taken_its_power_back() -> Outcome {
    with_and_without_script(|sides| {
        sides.provider_adds()?;
        sides.provider.press("button", "Angre")?;
        sides.provider.says("Endringen er angret. Klientkunde AS er fjernet fra systemtilgangen")?;
        sides.client_takes_back()?;
        sides.provider.press("button", "Angre")?;
        sides.provider.says("Mangler «Skattegrunnlag». Kunden må gi")?;
        assert_eq!(sides.stored(), 0);
        assert_quiet_but_for(409, &sides.provider);
        Ok(())
    })
}

/// Nothing more is lost than the question said.
#[test]
fn an_access_is_deleted_though_its_client_has_left_since_the_question() -> Outcome {
    with_and_without_script(|sides| {
        sides.provider_adds()?;
        sides.provider.press("button", "Bekreft og lukk")?;
        sides.provider.press("button", "Slett systemtilgang")?;
        sides.provider.says("1 kunde blir fjernet samtidig.")?;
        sides.client_takes_back()?;
        sides.provider.press("button", &format!("Slett systemtilgang: {ACCESS}"))?;
        sides.provider.says(&format!("Systemtilgangen «{ACCESS}» er slettet"))?;
        assert!(!sides.provider.tree()?.says("1 kunde er fjernet"), "it had left by itself");
        sides.are_quiet();
        Ok(())
    })
}

#[test]
fn the_question_before_a_user_is_deleted_is_asked_again_when_the_client_was_added() -> Outcome {
    with_and_without_script(|sides| {
        sides.client.press("button", "Slett bruker")?;
        sides.client.heading("Er du sikker på at du vil slette denne brukeren?")?;
        sides.provider_adds()?;
        sides.client.press("button", "Ja, slett")?;
        sides.client.says("Fullmaktene er endret siden du åpnet spørsmålet.")?;
        sides.client.says(ACCESS)?;
        assert_eq!(sides.stored(), 1);
        sides.client.press("button", "Ja, slett")?;
        sides.client.says(&format!("{FIRM} er slettet som bruker"))?;
        assert_eq!(sides.stored(), 0);
        sides.are_quiet();
        Ok(())
    })
}

#[test]
fn nothing_is_given_to_a_provider_that_has_given_everything_back_meanwhile() -> Outcome {
    with_and_without_script(|sides| {
        sides.client.press("button", "Gi fullmakt")?;
        sides.client.heading(&format!("Hva skal {FIRM} jobbe med?"))?;
        sides.client.type_into("Søk etter tilgangspakker", "jordbruk")?;
        if !sides.script {
            sides.client.press("button", "Søk")?;
        }
        sides.client.sees("button", "Gi fullmakt for Jordbruk")?;
        sides.provider.goto(&sides.portal.at("/accessmanagement/ui/received-from"))?;
        sides.provider.press("link", "Klientkunde AS")?;
        sides.provider.press("button", "Slett alle tilganger")?;
        sides.provider.press("button", "Ja, slett")?;
        sides.provider.says("Alle tilganger hos Klientkunde AS er slettet")?;
        sides.client.press("button", "Gi fullmakt for Jordbruk")?;
        sides.client.says("Brukeren eller fullmaktene kan være slettet")?;
        assert_eq!(sides.portal.count("select count(*) from client_package where client = 310495964"), 0);
        assert_quiet_but_for(404, &sides.client);
        Ok(())
    })
}
