//! The structure of a language file: one struct per section, one field per text.
//!
//! Code fills in `{name}`.

use super::relationship_texts::{ActingSystems, Received, Users};
use super::sections::sections;
use super::text::Text;

sections! {
    /// All texts of one language in one wording.
    Texts {
        common: Common, strip: Strip, header: Header, side: Side, footer: Footer, start: Start,
        represent: Represent, person_role: PersonRoleNames, er_role: ErRoleNames, org_form: OrgFormNames,
        overview: Overview, access: Access, deletion: Deletion, own_organisation: OwnOrganisation,
        create: Create, package: Package, dialog: Dialog, missing: Missing,
        request: Request, users: Users, received: Received, acting_systems: ActingSystems,
        relation_guide: RelationGuide, signed_out: SignedOut, sign_in: SignIn, errors: Errors, test: TestTools,
    }
    /// Words used on many pages.
    Common {
        message: Text, back: Text, close: Text, cancel: Text, search: Text, clear_search: Text, previous: Text,
        next: Text, page_n: Text, pages: Text, org_nr: Text, wrong_check_digit: Text, skip_to_main: Text,
        you_are_here: Text, start: Text, and: Text,
        title_suffix: Text,
    }
    /// The strip on top that says what this is.
    Strip { text: Text, more: Text }
    /// The header with account selector, menu and language.
    Header {
        home: Text, menu: Text, main_menu: Text, change_account: Text, represents: Text, signed_in_as: Text,
        sign_in: Text, sign_out: Text, language: Text,
    }
    /// The side menu.
    Side {
        label: Text, access_management: Text, requests: Text, users: Text, powers: Text, powers_from_others: Text,
        consents: Text, client_administration: Text, maskinporten: Text, system_accesses: Text, settings: Text,
        shortcuts: Text, relation_guide: Text, acting_systems: Text, not_here: Text,
    }
    /// The footer.
    Footer { notice: Text, synthetic: Text, api: Text }
    /// The start page.
    Start {
        title: Text, heading: Text, intro: Text, sign_in: Text, go_on: Text, steps_heading: Text, steps: Vec<Text>,
        people_heading: Text, people_intro: Text, people_become: Text,
    }
    /// Choosing the organisation to represent.
    Represent {
        title: Text, heading: Text, intro: Text, search: Text, choose: Text, your_roles: Text, none_found: Text,
        nobody_heading: Text, nobody: Text, unknown_person: Text, count_one: Text, count_many: Text,
        other_heading: Text, other: Text, other_choose: Text,
    }
    /// What a person is in an organisation.
    PersonRoleNames {
        managing_director: Text, chair: Text, owner: Text, full_liability: Text, shared_liability: Text,
        general_partner: Text, managing_shipowner: Text, estate_administrator: Text, contact_nuf: Text,
        norwegian_representative: Text, board_member: Text, deputy_member: Text, deputy_chair: Text, contact: Text,
        employee: Text, main_administrator: Text, access_manager: Text, client_administrator: Text,
    }
    /// What a client has registered the provider as in Enhetsregisteret.
    ErRoleNames { auditor: Text, accountant: Text, business_manager: Text }
    /// Organisation forms that a rule speaks of, with their codes.
    OrgFormNames { esek: Text, brl: Text, nuf: Text }
    /// The overview of system accesses.
    Overview {
        title: Text, heading: Text, org_nr: Text, intro: Text, own_heading: Text, clients_heading: Text,
        own_badge: Text, clients_badge: Text, see_badge: Text, client_count_one: Text, client_count_many: Text,
        no_own: Text, no_clients: Text, own_hidden: Text, no_powers_heading: Text, no_powers: Text,
        no_powers_next: Text, lost_one: Text, lost_many: Text,
    }
    /// One system access.
    Access {
        level_too_low: Text, level_too_low_next: Text,
        title_own: Text, title_clients: Text, owner: Text, vendor: Text, packages_one: Text, packages_many: Text,
        created: Text, created_by: Text, clients_heading: Text, no_clients: Text, add_clients: Text, edit_clients: Text,
        only_client_administrators: Text, only_client_administrators_next: Text, own_heading: Text,
        own_takes_no_clients: Text, search: Text, none_found: Text, show_all: Text, show_pages: Text, lost_power: Text,
    }
    /// An access is deleted.
    Deletion {
        button: Text, question: Text, clients_one: Text, clients_many: Text, clients_unknown: Text, no_undo: Text,
        deleted: Text, deleted_with_one: Text, deleted_with_many: Text, failed: Text, clients_changed: Text,
    }
    /// The own organisation on an access for clients.
    OwnOrganisation {
        badge: Text, add_first: Text, add: Text, add_label: Text, remove: Text, remove_label: Text, added: Text,
        already_added: Text, removed: Text, already_removed: Text, of_role_one: Text, of_role_many: Text,
        not_held_one: Text, not_held_many: Text, add_failed: Text, remove_failed: Text,
    }
    /// An own access is made.
    Create {
        title: Text, heading: Text, intro: Text, label: Text, help: Text, placeholder: Text, next: Text,
        nothing_chosen: Text, none_found: Text, several: Text, list_heading: Text, has_access: Text,
        none_visible: Text, no_powers: Text, no_powers_text: Text, who_can: Text, offer_one: Text, offer_many: Text,
        packages_one: Text, packages_many: Text, submit: Text, exists: Text, exists_link: Text, denied: Text,
        created: Text, failed: Text, taken: Text, system_gone: Text, cannot_give: Text, packages_changed: Text,
    }
    /// An access package and what it covers.
    Package {
        services_one: Text, services_many: Text, no_services: Text, covers: Text, area: Text, through_role: Text,
        through_role_forms: Text, direct: Text,
    }
    /// The dialog in which clients are added and removed.
    Dialog {
        title: Text, heading: Text, intro: Text, search: Text, add: Text, remove: Text, confirm_close: Text,
        add_confirm_close: Text, close_without: Text, ticked_too: Text, closes_only: Text,
        added: Text, removed: Text, already_added: Text, already_removed: Text, refused: Text, failed: Text,
        unanswered: Text,
        list: Text, is_added: Text, is_removed: Text, showing: Text, count_one: Text, count_many: Text, none_found: Text,
        none_found_in_filter: Text, none_addable: Text, none_added: Text, none_chosen: Text, none_not_added: Text, none_lacking: Text,
        none_heading: Text, none: Text, none_guide: Text, filter: Text, filter_all: Text, filter_not_added: Text,
        filter_added: Text, filter_chosen: Text, filter_lacking: Text, lacking_heading: Text, see_powers: Text, see_received: Text, lacking_intro: Text, lacking_all: Text,
        lost_intro: Text,
        nothing_changed: Text, other_added: Text, other_removed: Text, other_left: Text, outside: Text, stranger: Text,
        size: Text, size_n: Text, update: Text, chosen_one: Text, chosen: Text, choose: Text, choose_page: Text, choose_none: Text,
        many: Text, add_all: Text, add_all_one: Text, add_found: Text, add_found_one: Text, add_rest: Text, add_rest_one: Text, add_chosen: Text,
        add_chosen_one: Text, add_ticked: Text, remove_all: Text, remove_all_one: Text, remove_found: Text,
        remove_found_one: Text, remove_added: Text, remove_added_one: Text, remove_chosen: Text, remove_chosen_one: Text, remove_ticked: Text,
        confirm_add_heading: Text, confirm_add: Text, confirm_add_yes: Text,
        confirm_remove_heading: Text, confirm_remove: Text, confirm_remove_yes: Text, count_changed: Text,
        result: Text, many_added_one: Text, many_added: Text, many_removed_one: Text, many_removed: Text,
        many_already_added_one: Text, many_already_added: Text, many_already_removed_one: Text, many_already_removed: Text,
        many_refused: Text, many_added_none: Text, many_removed_none: Text,
        refused_more: Text, refused_unlisted: Text, refused_no_more: Text, undo: Text, undone: Text,
    }
    /// Why a client lacks a package and what it must do.
    Missing { role: Text, org_form: Text, direct: Text, unobtainable: Text }
    /// A request for a system access, and the lists of those that wait.
    Request {
        title_clients: Text, title_own: Text, asks: Text, text_clients: Text, text_self: Text, text_own: Text,
        packages_one: Text, packages_many: Text, withdraw: Text, approve: Text, reject: Text, delivered_by: Text,
        no_id: Text, no_id_next: Text, malformed: Text, unknown: Text, unknown_next: Text, no_relation: Text,
        no_relation_next: Text, other_party: Text, accepted: Text, rejected: Text, expired: Text, expired_next: Text,
        answered_by: Text, own_denied: Text, own_denied_text: Text, own_denied_next: Text, escalate_title: Text,
        escalate_text: Text, escalate_yes: Text, escalate_no: Text, escalated_title: Text, escalated_text: Text,
        already_escalated: Text, finish: Text, failed_approve: Text, failed_reject: Text, failed_code: Text,
        failed_taken: Text, failed_system: Text, failed_package: Text, failed_not_delegable: Text, failed_cannot_give: Text,
        approved: Text, was_rejected: Text, pending_heading: Text, pending_title: Text, pending_own_badge: Text,
        pending_clients_badge: Text, pending_all: Text, new_badge: Text, list_title: Text, list_heading: Text, list_intro: Text,
        list_row: Text, list_action: Text, list_none: Text, list_no_powers: Text, waiting_one: Text,
        waiting_many: Text,
    }
    /// How a client relationship is set up.
    RelationGuide {
        title: Text, heading: Text, intro: Text, role_heading: Text, role: Text, role_steps: Vec<Text>,
        table_caption: Text, table_role: Text, table_packages: Text, table_forms: Text, any_form: Text,
        direct_heading: Text, direct: Text, direct_steps: Vec<Text>, here: Text, all_heading: Text, all: Text,
        checks_heading: Text, checks: Vec<Text>,
    }
    /// After an answer that belongs to no sign-in under way.
    SignIn { title: Text, heading: Text, text: Text, still: Text }
    /// After signing out.
    SignedOut { title: Text, heading: Text, text: Text, again: Text }
    /// What went wrong and the way on.
    Errors {
        reference: Text, to_overview: Text, to_start: Text, sign_in_again: Text, try_again: Text,
        deleted_title: Text, deleted: Text, not_found_title: Text, not_found: Text,
        no_change_title: Text, no_change: Text,
        signed_out_title: Text, signed_out: Text,
        form_title: Text, form: Text,
        cross_site_title: Text, cross_site: Text,
        no_powers_title: Text, no_powers: Text,
        no_access_management_title: Text, no_access_management: Text,
        no_relationship_title: Text, no_relationship: Text, to_users: Text,
        not_clients_title: Text, not_clients: Text,
        bad_input_title: Text, bad_input: Text,
        method_title: Text, method: Text,
        too_large_title: Text, too_large: Text,
        server_title: Text, server: Text,
        busy_title: Text, busy: Text,
        full_title: Text, full: Text,
        unwritable_title: Text, unwritable: Text,
        denied_title: Text, denied: Text,
        provider_title: Text, provider: Text,
        sign_in_title: Text, sign_in: Text,
    }
    /// The test tools.
    TestTools {
        title: Text, nav: Text, back: Text, intro: Text,
        form: TestForms, strip: TestStrip, people: TestPeople, client: TestClient, scenarios: TestScenarios, worlds: TestWorlds, vendor: TestVendor, events: TestEvents, impossible: TestImpossible, faults: TestFaults, fault_name: FaultNames, clock: TestClock,
        token: TestToken, requests: TestRequests, walkthroughs: TestWalkthroughs,
    }
    /// Requests as a vendor's program sends them.
    TestVendor {
        tab: Text, heading: Text, intro: Text, no_systems: Text, system: Text, owner: Text, kind: Text,
        kind_clients: Text, kind_own: Text, external_ref: Text, external_ref_help: Text, title: Text,
        title_help: Text, send: Text, sent: Text, requests_heading: Text, no_requests: Text, about: Text,
        open: Text, as_curl: Text, withdraw: Text, withdrawn: Text, not_withdrawn: Text, waits: Text,
        escalated: Text, accepted: Text, rejected: Text, timed_out: Text, unknown_owner: Text,
        access_exists: Text, request_waits: Text, request_rejected: Text, no_packages: Text, refused: Text,
        receipt_heading: Text, receipt: Text, receipt_unknown: Text, to_requests: Text,
    }
    /// What is wrong with what was typed.
    TestForms {
        title: Text, heading: Text, choose: Text, whole: Text, name: Text, number_missing: Text, number_length: Text,
        number_check: Text, number_synthetic: Text, number_several: Text, person_missing: Text, person_length: Text, person_check: Text,
        person_synthetic: Text, person_several: Text, program: Text,
    }
    /// What the strip says of the tools.
    TestStrip {
        world: Text, faults: Text,
    }
    /// Who there is, and how things stand.
    TestPeople {
        tab: Text, heading: Text, intro: Text, be: Text, you: Text, elsewhere: Text, roles: Text,
        powers_both: Text, powers_access: Text, powers_clients: Text, powers_none: Text, no_roles: Text,
        nobody: Text, state_heading: Text, world: Text, scenario: Text, loaded: Text, clock: Text, faults: Text,
        no_faults: Text,
    }
    /// Becoming somebody at a client.
    TestClient { heading: Text, intro: Text, nobody: Text, offer: Text, offer_for: Text, come_back: Text }
    /// Loading scenarios.
    TestScenarios {
        tab: Text, heading: Text, intro: Text, load: Text, current: Text, reset: Text, reset_intro: Text,
        was_loaded: Text, export_heading: Text, export_intro: Text, export: Text, upload_heading: Text,
        upload_intro: Text, file: Text, upload: Text, faults_heading: Text, no_file: Text, not_utf_8: Text, check: Text, is_sound: Text,
        generate_heading: Text, generate_intro: Text, clients: Text, generate: Text,
        replace_heading: Text, replace_text: Text, replace_yes: Text, replace_upload: Text,
    }
    /// Choosing a world.
    TestWorlds {
        tab: Text, heading: Text, intro: Text, choose: Text, current: Text, new_heading: Text, name: Text,
        name_help: Text, make: Text, chosen: Text, wrong_name: Text, too_many: Text,
        scenario: Text, no_scenario: Text, used: Text, size: Text, kilobytes: Text, expires: Text, expires_in: Text,
        expires_help: Text, wrong_expires: Text, delete: Text, delete_heading: Text, delete_text: Text, deleted: Text,
        gone: Text, not_default: Text, left_deleted: Text, left_broken: Text,
    }
    /// Events outside the portal.
    TestEvents {
        tab: Text, heading: Text, intro: Text, failed: Text, client: Text, client_help: Text,
        provider: Text, change_client: Text, role_heading: Text, role: Text, register: Text, drop: Text, package_heading: Text,
        package: Text, give: Text, take_back: Text, form_heading: Text, form: Text, change_form: Text,
        new_heading: Text, new_name: Text, new_number: Text, new_number_help: Text, new_role: Text,
        new_package: Text, none: Text, create: Text, system_heading: Text, system: Text, delete_system: Text,
        no_system: Text, happened: Text, nothing: Text, gone: Text, reduced: Text, accesses_gone: Text,
        created: Text, request_heading: Text, request: Text, withdraw: Text, no_request: Text, change_heading: Text,
        add_package: Text, take_out_package: Text, relationship_heading: Text, add_provider: Text,
        remove_provider: Text, access_heading: Text, access: Text, delete_access: Text, no_access: Text,
    }
    /// Why an event cannot happen.
    TestImpossible {
        unknown_organisation: Text, known_organisation: Text, own_client: Text, unknown_package: Text,
        not_assignable: Text, not_for_organisations: Text, nameless: Text, no_client: Text, unknown_system: Text, unknown_access: Text,
        unknown_request: Text,
    }
    /// Faults on demand.
    TestFaults {
        tab: Text, heading: Text, intro: Text, fault: Text, requests: Text, requests_help: Text, milliseconds: Text,
        every: Text, on: Text, off: Text, active_heading: Text, none: Text, left_one: Text, left: Text, switched_on: Text,
        switched_off: Text, refused: Text, world_heading: Text, milliseconds_help: Text, every_help: Text, new_heading: Text,
        code: Text, code_help: Text,
    }
    /// The faults.
    FaultNames {
        slow: Text, refuse_adds: Text, unavailable: Text, busy: Text, session_expired: Text, sign_in_denied: Text,
        wrong_nonce: Text, expired_token: Text, bad_signature: Text, rotated_key: Text, decline_accesses: Text, upstream: Text,
    }
    /// Walkthroughs by hand.
    TestWalkthroughs {
        tab: Text, heading: Text, intro: Text, tester: Text, tester_help: Text, remember: Text, remembered: Text,
        no_tester: Text, begin: Text, who: Text, steps: Text, test_runs_heading: Text, no_test_runs: Text, all_test_runs: Text,
        name: Text, tester_label: Text, begun: Text, version: Text, scenario: Text, person: Text, organisation: Text,
        result: Text, tally: Text, all_walkthroughs: Text, start_over: Text, start_over_intro: Text,
        start_over_signed_out: Text, start_over_external: Text, was_reset: Text, beside: Text, in_portal: Text,
        rewritten: Text, step: Text, step_of: Text, expected: Text, go_there: Text, remark: Text, too_long: Text,
        no_verdict: Text, passed: Text, failed: Text, skipped: Text, left: Text, decided: Text, done_heading: Text,
        done_intro: Text, delete: Text, delete_intro: Text, delete_yes: Text, deleted: Text, gone: Text, report: Text,
    }
    /// The world's clock.
    TestClock {
        tab: Text, heading: Text, intro: Text, is_real: Text, is_fixed: Text, is_moved: Text, fix_heading: Text,
        moment: Text, fix: Text, move_heading: Text, hours: Text, move_it: Text, real: Text, no_moment: Text,
        changed: Text,
    }
    /// Access tokens for programs.
    TestToken {
        tab: Text, heading: Text, intro: Text, person: Text, client: Text, for_person: Text, for_vendor: Text,
        vendor_intro: Text, vendor: Text, make_for_vendor: Text, scopes: Text, scope_read: Text, scope_write: Text,
        scope_portal: Text,
        level: Text, level_high: Text, level_substantial: Text, level_low: Text, make: Text, made: Text, token: Text,
        document: Text,
    }
    /// What programs have sent.
    TestRequests {
        tab: Text, heading: Text, intro: Text, none: Text, time: Text, request: Text, status: Text, sender: Text,
        unknown: Text, repeat: Text,
    }
}
