//! Formats domain values as text: numbers, dates, roles, reasons.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::urls;
use crate::domain::catalogue::Catalogue;
use crate::domain::eligibility::{Eligibility, Missing};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::{OrgForm, Organisation};
use crate::domain::package::{Localised, PackageCode};
use crate::domain::role::{ErRole, PersonRole};
use crate::i18n::{Lang, Texts, fill};
use crate::service::ClientPage;

/// The reader's language, and the names of packages.
#[derive(Clone, Copy)]
pub struct Locale {
    pub t: &'static Texts,
    pub lang: Lang,
    pub catalogue: &'static Catalogue,
}

/// A catalogue text in the reader's language.
pub fn localised(text: &Localised, lang: Lang) -> &str {
    match lang {
        Lang::Nb => &text.nb,
        Lang::Nn => &text.nn,
        Lang::En => &text.en,
    }
}

/// "Org.nr. 310 495 891".
pub fn number(t: &Texts, number: OrganisationNumber) -> String {
    format!("{} {}", t.common.org_nr, number.grouped())
}

/// Says that a search has an organisation number with a wrong check digit.
pub fn wrong_check_digit(t: &Texts, search: &str) -> String {
    fill(&t.common.wrong_check_digit, &[("search", search.trim())])
}

/// A date in Norway as dd.mm.yyyy, in every language, as at Altinn.
pub fn date(at: Timestamp) -> String {
    in_norway(at, "%d.%m.%Y")
}

/// A date and time in Norway as dd.mm.yyyy hh:mm, in every language.
pub fn date_time(at: Timestamp) -> String {
    in_norway(at, "%d.%m.%Y %H:%M")
}

/// The same with seconds.
pub fn date_time_seconds(at: Timestamp) -> String {
    in_norway(at, "%d.%m.%Y %H:%M:%S")
}

fn in_norway(at: Timestamp, format: &str) -> String {
    let oslo = TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC);
    at.to_zoned(oslo).strftime(format).to_string()
}

/// A count with a thousands separator: "11 984" in Norwegian, "11,984" in English.
pub fn count(lang: Lang, count: usize) -> String {
    let digits = count.to_string();
    let separator = if lang == Lang::En { ',' } else { '\u{a0}' };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// The text for one, or the text for many with `{count}`.
pub fn counted(lang: Lang, n: usize, one: &str, many: &str) -> String {
    if n == 1 { one.to_owned() } else { fill(many, &[("count", &count(lang, n))]) }
}

/// A part of a sentence.
pub struct Span {
    pub text: String,
    pub strong: bool,
}

/// A text with its `{name}` filled in, the values apart: a page shows them in bold.
pub fn with_strong_values(text: &str, values: &[(&str, &str)]) -> Vec<Span> {
    let mut spans = Vec::new();
    let plain = |text: &str| Span { text: text.to_owned(), strong: false };
    let mut rest = text;
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, after)| after.split_once('}').map(|(name, after)| (before, name, after)))
    {
        spans.push(plain(before));
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        spans.push(Span { text: value.to_owned(), strong: true });
        rest = after;
    }
    spans.push(plain(rest));
    spans
}

/// The sentence for one client, or the one for several, each with `{clients}`: verbs are inflected.
pub fn about_clients(t: &Texts, lang: Lang, n: usize, one: &str, many: &str) -> String {
    let clients = counted(lang, n, &t.dialog.count_one, &t.dialog.count_many);
    fill(if n == 1 { one } else { many }, &[("clients", &clients)])
}

/// "daglig leder og klientadministrator".
pub fn roles(t: &Texts, roles: &[PersonRole]) -> String {
    list(t, roles.iter().map(|role| person_role(t, *role).to_owned()).collect())
}

/// A word as it stands alone: "Revisor".
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "eierseksjonssameie (ESEK) og borettslag (BRL)".
pub fn forms(t: &Texts, forms: &[OrgForm]) -> String {
    list(t, forms.iter().map(|form| org_form(t, *form).to_owned()).collect())
}

fn org_form(t: &Texts, form: OrgForm) -> &str {
    match form {
        OrgForm::ESEK => &t.org_form.esek,
        OrgForm::BRL => &t.org_form.brl,
        OrgForm::NUF => &t.org_form.nuf,
        other => other.code(),
    }
}

/// "a, b og c".
pub fn list(t: &Texts, mut items: Vec<String>) -> String {
    match items.pop() {
        Some(last) if !items.is_empty() => format!("{} {} {last}", items.join(", "), t.common.and),
        last => last.unwrap_or_default(),
    }
}

/// A sentence per missing package: which it is and what the client must do.
pub fn reasons(locale: Locale, owner: &str, client: &Organisation, eligibility: &Eligibility) -> Vec<String> {
    eligibility.missing().map(|(code, why)| reason(locale, owner, client, code, why)).collect()
}

fn reason(locale: Locale, owner: &str, client: &Organisation, code: &PackageCode, why: Missing) -> String {
    let (t, package) = (locale.t, package_name(locale, code));
    match why {
        Missing::Role(role) => {
            fill(&t.missing.role, &[("package", package), ("owner", owner), ("role", er_role(t, role))])
        }
        Missing::OrgForm { role, forms: covered } => fill(
            &t.missing.org_form,
            &[
                ("package", package),
                ("role", er_role(t, role)),
                ("forms", &forms(t, covered)),
                ("form", client.form.code()),
            ],
        ),
        Missing::Direct => fill(&t.missing.direct, &[("package", package), ("owner", owner)]),
        Missing::Unobtainable => fill(&t.missing.unobtainable, &[("package", package)]),
    }
}

/// The package's name, or its code if it is not in the catalogue.
pub fn package_name(locale: Locale, code: &PackageCode) -> &str {
    let package = locale.catalogue.get(code);
    package.map_or(code.as_str(), |package| localised(&package.name, locale.lang))
}

/// The name of a role in Enhetsregisteret.
pub fn er_role(t: &Texts, role: ErRole) -> &str {
    match role {
        ErRole::Auditor => &t.er_role.auditor,
        ErRole::Accountant => &t.er_role.accountant,
        ErRole::BusinessManager => &t.er_role.business_manager,
    }
}

/// The name of a person's role in an organisation.
pub fn person_role(t: &Texts, role: PersonRole) -> &str {
    let names = &t.person_role;
    match role {
        PersonRole::ManagingDirector => &names.managing_director,
        PersonRole::Chair => &names.chair,
        PersonRole::Owner => &names.owner,
        PersonRole::FullLiability => &names.full_liability,
        PersonRole::SharedLiability => &names.shared_liability,
        PersonRole::GeneralPartner => &names.general_partner,
        PersonRole::ManagingShipowner => &names.managing_shipowner,
        PersonRole::EstateAdministrator => &names.estate_administrator,
        PersonRole::ContactNuf => &names.contact_nuf,
        PersonRole::NorwegianRepresentative => &names.norwegian_representative,
        PersonRole::BoardMember => &names.board_member,
        PersonRole::DeputyMember => &names.deputy_member,
        PersonRole::DeputyChair => &names.deputy_chair,
        PersonRole::Contact => &names.contact,
        PersonRole::Employee => &names.employee,
        PersonRole::MainAdministrator => &names.main_administrator,
        PersonRole::AccessManager => &names.access_manager,
        PersonRole::ClientAdministrator => &names.client_administrator,
    }
}

/// The URL of a page of a list, with its search and filter.
pub fn list_url(address: &str, search: &str, filter: &str, page: usize) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    urls::with_query(address, &[("search", search), ("filter", filter), ("page", &page)])
}

/// "Viser 1–10 av 12 kunder", or the plain count if one page shows all.
pub fn shown_range(t: &Texts, lang: Lang, page: &ClientPage, size: usize) -> String {
    if page.pages == 1 {
        return counted(lang, page.matched, &t.dialog.count_one, &t.dialog.count_many);
    }
    let from = (page.page - 1) * size + 1;
    let to = from + page.rows.len() - 1;
    let values = [from, to, page.matched].map(|n| count(lang, n));
    fill(&t.dialog.showing, &[("from", &values[0]), ("to", &values[1]), ("count", &values[2])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Wording, texts};

    #[test]
    fn a_sentence_about_one_client_is_in_the_singular() {
        for (lang, one, two) in [
            (Lang::Nb, "1 kunde er lagt til.", "2 kunder er lagt til."),
            (Lang::Nn, "1 kunde er lagd til.", "2 kundar er lagde til."),
            (Lang::En, "1 client has been added.", "2 clients have been added."),
        ] {
            let t = texts(lang, Wording::Kunde);
            let said = |n| about_clients(t, lang, n, &t.dialog.many_added_one, &t.dialog.many_added);
            assert_eq!((said(1).as_str(), said(2).as_str()), (one, two));
        }
    }
}
