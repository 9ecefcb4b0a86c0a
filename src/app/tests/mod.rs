//! Relationships on the service: what a client gives, what follows for its provider, and what two at once may do.

mod ending;
mod giving;

use std::path::Path;

use uuid::Uuid;

use super::*;
use crate::domain::access::AccessId;
use crate::domain::audit::{Action, AuditEntry};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::PackageCode;
use crate::domain::person::PersonId;
use crate::service::{ActingAs, ChangeRequest, ClientFilter, ClientQuery, ConnectionProblem, ServiceError};

const FIRM: &str = "310495891";
const EMPTY_FIRM: &str = "310495972";
const VENDOR: &str = "310495913";
const KLIENTKUNDE: &str = "310495964";
const REVISORKUNDE: &str = "310495883";
const FRODIG: &str = "310496162";
const GILD_KANNE: &str = "12836810064";
/// Managing director and access manager of Klientkunde AS.
const MUNTER_LYKT: &str = "14847210045";
const SNARTENKT_BINDERS: &str = "09888910074";
/// Managing directors of Revisorkunde AS and Frodig Seig Tiger AS.
const STILLE_TRAPP: &str = "21879110014";
const KLOK_TERMOS: &str = "26897010002";

struct World {
    service: Service,
    _folder: tempfile::TempDir,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let worlds = worlds(folder.path());
    let service = worlds.make(&"main".parse().unwrap(), None).unwrap();
    World { service, _folder: folder }
}

fn worlds(folder: &Path) -> WorldRegistry {
    WorldRegistry::new(folder, "veiledning", &"main".parse().unwrap()).unwrap()
}

fn number(text: &str) -> OrganisationNumber {
    text.parse().unwrap()
}

fn id(text: &str) -> Uuid {
    let number = number(text);
    Organisation { number, name: String::new(), form: "AS".parse().unwrap() }.uuid()
}

fn code(text: &str) -> PackageCode {
    text.into()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).unwrap()
}

impl World {
    fn acting(&self, person: &str, organisation: &str) -> ActingAs {
        self.service.acting_as(PersonId::of(&person.parse().unwrap()), number(organisation)).unwrap()
    }

    fn client(&self) -> ActingAs {
        self.acting(MUNTER_LYKT, KLIENTKUNDE)
    }

    fn frodig(&self) -> ActingAs {
        self.acting(KLOK_TERMOS, FRODIG)
    }

    fn firm(&self) -> ActingAs {
        self.acting(GILD_KANNE, FIRM)
    }

    /// The clients that the dialog of one of the firm's accesses lists.
    fn listed(&self, title: &str, search: &str) -> Vec<String> {
        let query = ClientQuery { search: search.into(), filter: ClientFilter::All, page: 1, size: 100 };
        let page = self.firm().client_administrator().unwrap().clients(access(title), &query).unwrap();
        page.rows.into_iter().map(|row| row.organisation.number.to_string()).collect()
    }

    fn add_client(&self, title: &str, client: &str) {
        let request = ChangeRequest::listed(Action::Add, vec![number(client)]);
        let outcome = self.firm().client_administrator().unwrap().change(access(title), &request, at(0)).unwrap();
        outcome.plan.only().unwrap();
    }

    fn activity(&self, organisation: &str) -> Vec<AuditEntry> {
        self.service.activity(number(organisation), 100).unwrap()
    }
}

fn access(title: &str) -> AccessId {
    AccessId::of(number(FIRM), title)
}

const TAX: &str = "Skattegrunnlag klientdelegering";
const AGRICULTURE: &str = "Landbruk klientdelegering";

fn refused<T: std::fmt::Debug>(answer: crate::service::Result<T>) -> ConnectionProblem {
    match answer {
        Err(ServiceError::Connection(problem)) => problem,
        answer => panic!("{answer:?}"),
    }
}
