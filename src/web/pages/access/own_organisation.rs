//! The own organisation on an access for clients.

use crate::domain::giving::CannotGive;
use crate::i18n::fill;
use crate::service::{AccessDetail, ActingAs, OwnOrganisation};
use crate::web::avatar::Avatar;
use crate::web::format;
use crate::web::request_context::RequestContext;

/// The own organisation, as the first row above the clients.
pub struct OwnOrganisationView {
    pub name: String,
    /// "Org.nr. 310 495 891".
    pub number: String,
    pub avatar: Avatar,
    pub state: OwnOrganisationState,
    /// Whether its button gets the focus: it was pressed.
    pub just_changed: bool,
}

/// What the person can do with the own organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnOrganisationState {
    /// The first row above the clients.
    Row { added: bool },
    /// A button that adds it, beside the one that adds the first clients.
    Button,
    /// Why it cannot be added.
    Blocked(String),
}

/// Where the own organisation stands; `None` if that is not for this person.
pub(super) fn view(context: &RequestContext, acting: &ActingAs, detail: &AccessDetail) -> Option<OwnOrganisationView> {
    let (t, name) = (&context.t.own_organisation, acting.owner.display_name());
    let state = match detail.own_organisation.as_ref()? {
        OwnOrganisation::Added => OwnOrganisationState::Row { added: true },
        OwnOrganisation::Addable if detail.clients.as_ref().is_some_and(|clients| clients.assigned == 0) => {
            OwnOrganisationState::Button
        }
        OwnOrganisation::Addable => OwnOrganisationState::Row { added: false },
        OwnOrganisation::Blocked(obstacles) => {
            let of_role = obstacles.iter().any(|(_, why)| *why == CannotGive::NotAssignable);
            let why = if of_role { CannotGive::NotAssignable } else { CannotGive::NotHeld };
            let names = obstacles.iter().filter(|(_, reason)| *reason == why);
            let names: Vec<_> =
                names.map(|(package, _)| format::localised(&package.name, context.lang).to_owned()).collect();
            let text = match (of_role, names.len()) {
                (true, 1) => &t.of_role_one,
                (true, _) => &t.of_role_many,
                (false, 1) => &t.not_held_one,
                (false, _) => &t.not_held_many,
            };
            OwnOrganisationState::Blocked(fill(text, &[("packages", &format::list(context.t, names))]))
        }
    };
    Some(OwnOrganisationView {
        number: format::number(context.t, acting.owner.number),
        avatar: Avatar::of(&name),
        name,
        state,
        just_changed: false,
    })
}
