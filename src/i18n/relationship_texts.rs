//! The sections of a language file about relationships.

use super::sections::sections;
use super::text::Text;

sections! {
    /// The organisations that have power of attorney for the one represented, and what they have.
    Users {
        title: Text, heading: Text, search: Text, add: Text, list_heading: Text, count_one: Text, count_many: Text,
        showing: Text, none: Text, none_found: Text, no_persons: Text, only_managers_heading: Text,
        only_managers: Text, add_heading: Text, add_note: Text, org_number: Text, will_add: Text,
        add_organisation: Text, number_missing: Text, number_several: Text, not_found: Text, no_name: Text, more_names: Text, own_number: Text,
        is_user: Text, see_user: Text, added: Text, already_added: Text, of: Text, delete: Text, give: Text,
        take: Text, give_for: Text, take_for: Text, search_packages: Text, in_area: Text, held_of: Text,
        no_packages: Text, only_packages: Text, no_match: Text, matches_one: Text, matches_many: Text, give_heading: Text,
        give_intro: Text, covers_one: Text, covers_many: Text, has_package: Text, through_role: Text,
        cannot_give: Text, not_held: Text, not_to_organisation: Text, gave: Text, took: Text, already_gave: Text,
        already_took: Text, ended_one: Text, ended_many: Text, undo_gone: Text,
        failed: Text, failed_give: Text, delete_heading: Text, delete_text: Text, delete_packages: Text,
        delete_accesses: Text, delete_reduced: Text, delete_kept: Text, delete_limited: Text, delete_not_allowed: Text, delete_yes: Text,
        delete_changed: Text, deleted: Text, already_deleted: Text,
    }
    /// The organisations that have given the one represented power of attorney.
    Received {
        title: Text, heading: Text, none: Text, none_found: Text, only_managers: Text, of: Text, no_packages: Text,
        delete: Text, delete_heading: Text, delete_text: Text,
        delete_not_allowed: Text, took: Text, already_took: Text, deleted: Text, already_deleted: Text,
    }
    /// The system accesses of others that act for the organisation represented.
    ActingSystems {
        title: Text, heading: Text, ours: Text, intro: Text, none: Text, only_managers: Text, of: Text, since: Text,
        by_hand: Text, by_role: Text, lost: Text, end: Text, count_one: Text, count_many: Text,
    }
}
