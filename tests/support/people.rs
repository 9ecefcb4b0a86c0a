//! The people, organisations and system accesses of the scenario `veiledning` that tests speak of.

use klientportal::domain::access::AccessId;
use klientportal::domain::number::OrganisationNumber;

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub national_id: &'static str,
}

/// Managing director of the firm: may do all.
pub const GILD_KANNE: Person = Person { name: "Gild Kanne", national_id: "12836810064" };
/// Client administrator of the firm and nothing else.
pub const ESTETISK_SKAL: Person = Person { name: "Estetisk Skål", national_id: "04897910050" };
/// Access manager (Tilgangsstyrer) of the firm.
pub const SITRONGUL_MEDALJONG: Person = Person { name: "Sitrongul Medaljong", national_id: "23918510036" };
/// Employee of the firm, without powers.
pub const RYDDIG_PAPIRVIFTE: Person = Person { name: "Ryddig Papirvifte", national_id: "17869110078" };
/// Leads five organisations and is client administrator of the firm.
pub const KURSIV_FOSSEKALL: Person = Person { name: "Kursiv Fossekall", national_id: "30817210070" };
/// Is nothing in any organisation.
pub const LUFTIG_PARASOLL: Person = Person { name: "Luftig Parasoll", national_id: "08858810044" };
/// Leads a firm that nobody is a client of.
pub const HARDFOR_BLYANT: Person = Person { name: "Hardfør Blyant", national_id: "19889410089" };

/// The firm of the guide.
pub const FIRM: &str = "310495891";
/// The firm without clients.
pub const EMPTY_FIRM: &str = "310495972";
/// Another organisation that Kursiv Fossekall leads.
pub const OTHER_FIRM: &str = "310495999";

/// Audited by the firm.
pub const REVISORKUNDE: &str = "310495883";
/// Audited by the firm; the first one and the last one by the Norwegian alphabet.
pub const BESTEMT: &str = "310496081";
pub const AALREIT: &str = "310496030";
/// Gave the tax package directly.
pub const KLIENTKUNDE: &str = "310495964";
/// Has the accountant's role and gave the agriculture package: on the agriculture access from the start.
pub const FRODIG: &str = "310496162";
/// Has the accountant's role only.
pub const TORR_LANG: &str = "310496170";
/// Gave the agriculture package only.
pub const SVAL_SPRO: &str = "310496189";
/// A vendor: nobody's client.
pub const REVISORSYSTEMER: &str = "310495913";
/// All twelve that the firm audits.
pub const AUDITED: [&str; 12] = [
    REVISORKUNDE,
    "310496006",
    "310496014",
    "310496022",
    AALREIT,
    "310496049",
    "310496057",
    "310496065",
    "310496073",
    BESTEMT,
    "310496103",
    "310496111",
];

pub const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";

/// The titles of the firm's system accesses.
pub const AUDIT: &str = "Revisor klientdelegering";
pub const TAX: &str = "Skattegrunnlag klientdelegering";
pub const AGRICULTURE: &str = "Landbruk klientdelegering";
pub const OWN: &str = "SmartCloud";

/// The id in an access's addresses.
pub fn access_id(owner: &str, title: &str) -> String {
    let owner: OrganisationNumber = owner.parse().unwrap();
    AccessId::of(owner, title).uuid().to_string()
}

/// The page of one of the firm's own accesses.
pub fn own_access(title: &str) -> String {
    format!("/accessmanagement/ui/systemuser/{}", access_id(FIRM, title))
}

/// The page of one of the firm's accesses for clients.
pub fn access(title: &str) -> String {
    format!("{}/agentdelegation", own_access(title))
}

/// The dialog of one of the firm's accesses.
pub fn dialog(title: &str) -> String {
    format!("{}/clients", access(title))
}
