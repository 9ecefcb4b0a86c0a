//! People, organisations and system accesses of the scenario `veiledning`.

use klientportal::domain::access::AccessId;
use klientportal::domain::number::OrganisationNumber;

/// A person to sign in as.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub national_id: &'static str,
}

/// Managing director of the firm, with all permissions.
pub const GILD_KANNE: Person = Person { name: "Gild Kanne", national_id: "12836810064" };
/// Client administrator of the firm only.
pub const ESTETISK_SKAL: Person = Person { name: "Estetisk Skål", national_id: "04897910050" };
/// Access manager (Tilgangsstyrer) of the firm.
pub const SITRONGUL_MEDALJONG: Person = Person { name: "Sitrongul Medaljong", national_id: "23918510036" };
/// Employee of the firm, without permissions.
pub const RYDDIG_PAPIRVIFTE: Person = Person { name: "Ryddig Papirvifte", national_id: "17869110078" };
/// Managing director of five organisations, and client administrator of the firm.
pub const KURSIV_FOSSEKALL: Person = Person { name: "Kursiv Fossekall", national_id: "30817210070" };
/// Has no role in any organisation.
pub const LUFTIG_PARASOLL: Person = Person { name: "Luftig Parasoll", national_id: "08858810044" };
/// Managing director of the firm without clients.
pub const HARDFOR_BLYANT: Person = Person { name: "Hardfør Blyant", national_id: "19889410089" };

/// Managing director of Klientkunde AS, which has given the tax package.
pub const MUNTER_LYKT: Person = Person { name: "Munter Lykt", national_id: "14847210045" };
/// Access manager of Klientkunde AS, who holds the agriculture package only.
pub const SNARTENKT_BINDERS: Person = Person { name: "Snartenkt Binders", national_id: "09888910074" };
/// Managing director of Revisorkunde AS, which has only registered its auditor.
pub const STILLE_TRAPP: Person = Person { name: "Stille Trapp", national_id: "21879110014" };
/// Managing director of Frodig Seig Tiger AS, a client that is also a provider.
pub const KLOK_TERMOS: Person = Person { name: "Klok Termos", national_id: "26897010002" };

/// The firm of the guide.
pub const FIRM: &str = "310495891";
/// The firm without clients.
pub const EMPTY_FIRM: &str = "310495972";
/// Another organisation of Kursiv Fossekall.
pub const OTHER_FIRM: &str = "310495999";

/// Audited by the firm.
pub const REVISORKUNDE: &str = "310495883";
/// Audited by the firm; the first and the last in Norwegian alphabetical order.
pub const BESTEMT: &str = "310496081";
pub const AALREIT: &str = "310496030";
/// Has given the tax package directly.
pub const KLIENTKUNDE: &str = "310495964";
/// Initially on the agriculture access: has both of its packages.
pub const FRODIG: &str = "310496162";
/// Registered the firm as accountant only.
pub const TORR_LANG: &str = "310496170";
/// Gave the agriculture package only.
pub const SVAL_SPRO: &str = "310496189";
/// A vendor, and no client.
pub const REVISORSYSTEMER: &str = "310495913";
/// The firm's twelve audit clients.
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

/// The id in an access's URLs.
pub fn access_id(owner: &str, title: &str) -> String {
    let owner: OrganisationNumber = owner.parse().unwrap();
    AccessId::of(owner, title).uuid().to_string()
}

/// The path of one of the firm's own accesses.
pub fn own_access(title: &str) -> String {
    format!("/accessmanagement/ui/systemuser/{}", access_id(FIRM, title))
}

/// The path of one of the firm's accesses for clients.
pub fn access(title: &str) -> String {
    format!("{}/agentdelegation", own_access(title))
}

/// The path of the dialog of one of the firm's accesses.
pub fn dialog(title: &str) -> String {
    format!("{}/clients", access(title))
}
