//! The conformance suite of the store traits, run against every engine.
//! Tests the doc comments of `service::store`, `service::sessions` and `test_tools::test_run_store`. Each test knows
//! the traits alone; a second engine is a second line at the end of this file.

mod changes;
mod isolation;
mod reads;
mod relationships;
mod requests;
mod samples;
mod sessions;
mod test_runs;

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tempfile::TempDir;

use samples::{access, bare_system, client_change, entry, escalated, recorded, request, system};

use super::{OpenWorld, StoreError, open_sessions, open_world};
use crate::domain::access::{AccessId, AccessKind, SystemAccess};
use crate::domain::access_request::{AccessRequest, RequestAnswer};
use crate::domain::audit::ChangeId;
use crate::domain::delegation::{Delegation, Via};
use crate::domain::number::OrganisationNumber;
use crate::domain::organisation::Organisation;
use crate::domain::package::{Localised, PackageCode};
use crate::domain::person::{Person, PersonId};
use crate::domain::relationship::Relationship;
use crate::domain::role::{ErRole, PersonRole};
use crate::domain::world::WorldClock;
use crate::domain::world_contents::{
    AddedProvider, ErRelation, HeldPackage, PackageGrant, PersonWithNote, RoleAssignment, WorldContents,
};
use crate::service::sessions::SessionRecords;
use crate::service::store::Store;

type Open<T> = fn(&Path) -> Result<Arc<T>, StoreError>;

/// A store's file that can be opened more than once, as by several processes.
struct Opened<T: ?Sized> {
    folder: TempDir,
    open: Open<T>,
    store: Arc<T>,
}

impl<T: ?Sized> Opened<T> {
    fn new(open: Open<T>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("store")).unwrap();
        Self { folder, open, store }
    }

    /// The same file, as another process sees it.
    fn again(&self) -> Arc<T> {
        (self.open)(&self.folder.path().join("store")).unwrap()
    }
}

impl Opened<dyn Store> {
    fn loaded(open: Open<dyn Store>) -> Self {
        let opened = Self::new(open);
        opened.store.load(&contents(), "the text", at(1)).unwrap();
        opened
    }

    fn contents(&self) -> WorldContents {
        self.store.read().unwrap().contents().unwrap().unwrap()
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// Any point in time, often one at the ends of the calendar.
fn any_time() -> impl Strategy<Value = Timestamp> {
    let (first, last) = (Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond());
    let nanosecond = prop_oneof![first..=last, first..first + 2_000_000_000, last - 2_000_000_000..=last];
    nanosecond.prop_map(|nanosecond| Timestamp::from_nanosecond(nanosecond).unwrap())
}

/// Whether a time was read as it was written: to the millisecond, and in the calendar's last second to the second.
fn is_same_time(written: Timestamp, read: Timestamp) -> bool {
    let precision = if written.as_second() == Timestamp::MAX.as_second() { 1_000 } else { 1 };
    written.duration_since(read).abs() < SignedDuration::from_millis(precision)
}

/// The nth organisation of the world:
/// first the provider, then the vendor, then clients.
fn number(nth: u32) -> OrganisationNumber {
    (31_000_000..).filter_map(OrganisationNumber::from_stem).nth(nth as usize).unwrap()
}

/// The nth organisation's relationship as a client of another.
fn pair(provider: u32, client: u32) -> Relationship {
    Relationship { provider: number(provider), client: number(client) }
}

fn organisation(nth: u32) -> Organisation {
    Organisation { number: number(nth), name: format!("NUMMER {nth} AS"), form: "AS".parse().unwrap() }
}

fn person(national_id: &str) -> Person {
    let national_id = national_id.parse().unwrap();
    Person { id: PersonId::of(&national_id), national_id, name: "GILD KANNE".into() }
}

fn first_person() -> Person {
    person("12836810064")
}

fn second_person() -> Person {
    person("04897910050")
}

fn words(text: &str) -> Localised {
    Localised { nb: text.into(), nn: format!("{text} nn"), en: format!("{text} en") }
}

fn package(code: &str) -> PackageCode {
    PackageCode::from(code)
}

fn audit() -> AccessId {
    AccessId::of(number(0), "Revisjon")
}

/// A small world, in export order.
/// The third client has no powers left, and a delegation with one package.
pub(super) fn contents() -> WorldContents {
    let (first, second) = (first_person(), second_person());
    let held = |person: &Person, nth, role| RoleAssignment { person: person.id, organisation: number(nth), role };
    let powers = [(package("ansvarlig-revisor"), Via::Role(ErRole::Auditor)), (package("skattegrunnlag"), Via::Direct)];
    let delegation = |nth, powers: &[(PackageCode, Via)]| Delegation {
        access: audit(),
        client: number(nth),
        added: at(40),
        packages: powers.to_vec(),
    };
    WorldContents {
        name: "small".into(),
        title: words("Liten"),
        description: words("En liten verden"),
        clock: WorldClock::Fixed(at(50)),
        organisations: (0..6).map(organisation).collect(),
        people: vec![
            PersonWithNote { person: second.clone(), note: words("står først") },
            PersonWithNote { person: first.clone(), note: words("står sist") },
        ],
        roles: vec![
            held(&second, 0, PersonRole::ManagingDirector),
            held(&first, 0, PersonRole::ManagingDirector),
            held(&first, 1, PersonRole::ManagingDirector),
        ],
        held_packages: vec![
            HeldPackage { person: second.id, organisation: number(0), package: package("jordbruk") },
            HeldPackage { person: first.id, organisation: number(2), package: package("a-ordning") },
            HeldPackage { person: first.id, organisation: number(2), package: package("jordbruk") },
        ],
        relations: vec![ErRelation { provider: number(0), client: number(2), role: ErRole::Auditor }],
        added_providers: vec![
            AddedProvider { relationship: pair(0, 3), added: at(9) },
            AddedProvider { relationship: pair(1, 3), added: at(8) },
        ],
        grants: vec![PackageGrant { provider: number(0), client: number(3), package: package("skattegrunnlag") }],
        systems: vec![system("System"), bare_system("Annet")],
        requests: vec![
            escalated("eldst", 11),
            AccessRequest {
                kind: AccessKind::Own,
                redirect_url: Some("https://vendor.no/a?state=7".parse().unwrap()),
                ..request("venter", 13)
            },
            AccessRequest {
                answer: Some(RequestAnswer { approved: false, by: first_person().id, at: at(15) }),
                ..escalated("avvist", 12)
            },
            escalated("nyest", 14),
        ],
        undated_requests: Vec::new(),
        accesses: vec![
            access("Revisjon", AccessKind::Clients, 20),
            access("Eget", AccessKind::Own, 30),
            SystemAccess { own_organisation: Some(at(25)), ..access("Avgift", AccessKind::Clients, 20) },
        ],
        delegations: vec![delegation(2, &powers), delegation(4, &powers[..1])],
    }
}

/// Makes a test of each function:
/// one that is missing here is dead code, which fails to compile.
macro_rules! tests {
    ($start:path, $open:expr; $($module:ident: $($promise:ident),+;)+) => {
        $($(
            #[test]
            fn $promise() {
                super::$module::$promise(&$start($open));
            }
        )+)+
    };
}

macro_rules! suite {
    ($engine:ident, $world:path, $sessions:path) => {
        mod $engine {
            use super::*;

            tests! { Opened::<dyn Store>::loaded, |file| Ok($world(file)?.store);
                isolation:
                    a_reader_sees_one_state_from_its_first_question_on,
                    a_writer_sees_its_own_changes_and_nobody_else_does,
                    what_is_dropped_without_commit_leaves_no_trace,
                    a_change_that_fails_takes_none_of_the_others_with_it_into_the_store,
                    every_commit_is_a_revision_that_all_see_at_once,
                    another_program_sees_a_revision_after_a_moment,
                    the_revision_waits_for_no_writer,
                    a_load_throws_the_world_away_or_changes_nothing,
                    a_writer_waits_for_another_and_is_told_when_it_takes_too_long,
                    writers_at_once_lose_nothing;
                reads:
                    a_world_comes_back_as_it_was_loaded,
                    people_are_in_the_order_of_the_scenario_and_found_by_either_id,
                    a_person_has_every_role_and_package_by_number_of_the_organisation,
                    an_organisation_has_its_people_in_the_order_of_the_scenario,
                    accesses_are_newest_first_or_in_the_order_in_which_they_were_made,
                    a_provider_has_each_client_once_also_one_without_powers,
                    organisations_are_found_many_at_a_time;
                relationships:
                    a_client_has_each_provider_once_with_what_it_gave,
                    a_relationship_is_added_once_and_goes_with_its_packages,
                    a_client_is_found_on_everybodys_accesses,
                    the_latest_word_on_a_package_is_known;
                requests:
                    a_system_is_found_by_its_id_and_by_its_programs,
                    a_system_changes_its_packages_and_is_marked_as_deleted,
                    an_id_a_key_and_a_program_belong_to_one,
                    a_request_is_found_by_its_id_and_by_its_key,
                    lists_of_a_system_are_by_id_and_skip_nothing,
                    what_was_sent_on_and_waits_is_newest_first,
                    a_request_is_sent_on_answered_and_deleted,
                    an_access_takes_its_request_along,
                    a_key_is_counted_for_ever,
                    the_trail_knows_who_made_an_access,
                    the_trail_is_about_subjects_of_every_kind;
                changes:
                    clients_are_put_on_an_access_with_what_they_bring,
                    clients_are_taken_off_and_lose_packages_and_regain_them,
                    an_access_goes_with_its_delegations_and_leaves_its_trail,
                    a_deleted_access_is_remembered_until_the_next_load,
                    the_owner_itself_is_put_on_an_access_and_taken_off,
                    powers_and_organisations_change_and_say_whether_they_did,
                    the_clock_is_kept_to_the_millisecond,
                    every_time_can_be_read_again,
                    the_trail_keeps_what_was_written,
                    the_trail_tells_what_others_changed_after_a_change,
                    an_answer_is_kept_with_its_change_and_until_it_is_forgotten;
            }
            tests! { Opened::<dyn Store>::new, |file| Ok($world(file)?.store); reads: an_empty_world_has_no_contents; }
            tests! { Opened::<OpenWorld>::new, |file| Ok(Arc::new($world(file)?));
                test_runs:
                    a_test_run_may_be_of_any_time,
                    test_runs_come_back_as_they_were_the_newest_first_and_count_as_no_change_of_the_world;
            }
            tests! { Opened::<dyn SessionRecords>::new, $sessions;
                sessions:
                    a_session_is_known_until_it_expires,
                    a_session_may_expire_at_any_time,
                    a_session_that_has_ended_does_not_come_back,
                    a_change_leaves_the_other_fields_as_they_are,
                    changes_at_once_lose_nothing,
                    a_renewed_session_has_what_is_kept_under_its_new_key_only,
                    what_has_expired_is_swept;
            }
        }
    };
}

suite!(sqlite, open_world, open_sessions);
