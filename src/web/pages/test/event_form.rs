//! Parses the forms of `/test/events` into an event, or into errors at fields.

use serde::Deserialize;
use uuid::Uuid;

use super::form_errors::{FormErrors, organisation_number};
use crate::domain::package::PackageCode;
use crate::domain::spelling::plain;
use crate::domain::system::System;
use crate::i18n::Texts;
use crate::service::events::{Event, ImpossibleEvent};

/// The fields of all forms; each form sends some of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EventForm {
    event: String,
    pub client: String,
    pub provider: String,
    pub role: String,
    pub package: String,
    pub form: String,
    pub name: String,
    pub number: String,
    vendor: String,
    pub system: String,
    pub request: String,
    pub access: String,
}

/// The values shown in each form.
#[derive(Debug)]
pub struct Typed {
    pub role: EventForm,
    pub relationship: EventForm,
    pub package: EventForm,
    pub form: EventForm,
    pub new: EventForm,
    pub system: EventForm,
    pub request: EventForm,
    pub access: EventForm,
}

impl Default for Typed {
    fn default() -> Self {
        let new = EventForm { form: "AS".to_owned(), ..EventForm::default() };
        let [role, relationship, package, form, system, request, access] =
            std::array::from_fn(|_| EventForm::default());
        Self { role, relationship, package, form, new, system, request, access }
    }
}

impl Typed {
    /// With this client in the forms that change one.
    pub fn about(client: &str) -> Self {
        let about = || EventForm { client: client.to_owned(), ..EventForm::default() };
        Self { role: about(), relationship: about(), package: about(), form: about(), ..Self::default() }
    }

    /// With the sent values in their form.
    pub fn from(sent: EventForm) -> Self {
        let empty = Self::default();
        match sent.event.as_str() {
            "register-role" | "drop-role" => Self { role: sent, ..empty },
            "add-relationship" | "remove-relationship" => Self { relationship: sent, ..empty },
            "give-package" | "take-back-package" => Self { package: sent, ..empty },
            "change-form" => Self { form: sent, ..empty },
            "new-client" => Self { new: sent, ..empty },
            "add-system-package" | "take-out-system-package" => Self { system: sent, ..empty },
            "withdraw-request" => Self { request: sent, ..empty },
            "delete-access" => Self { access: sent, ..empty },
            _ => empty,
        }
    }
}

impl EventForm {
    /// The event; `None` for an unknown kind. `systems`: those of the world.
    pub fn event(&self, t: &Texts, systems: &[System]) -> Option<Result<Event, FormErrors>> {
        let mut errors = FormErrors::default();
        let event = match self.event.as_str() {
            "register-role" | "drop-role" => self.of_role(t, &mut errors),
            "add-relationship" | "remove-relationship" => self.of_relationship(t, &mut errors),
            "give-package" | "take-back-package" => self.of_package(t, &mut errors),
            "change-form" => self.of_form(t, &mut errors),
            "new-client" => self.of_new_client(t, &mut errors),
            "delete-system" => self.of_system(t, &mut errors),
            "add-system-package" | "take-out-system-package" => self.of_system_package(t, systems, &mut errors),
            "withdraw-request" => self.of_request(t, &mut errors),
            "delete-access" => self.of_access(t, &mut errors),
            _ => return None,
        };
        Some(event.filter(|_| errors.is_empty()).ok_or(errors))
    }

    fn of_role(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let client = errors.number("role-client", &self.client, &|fault| organisation_number(t, fault));
        let provider = errors.choice(t, "role-provider", &self.provider);
        let role = errors.choice(t, "role", &self.role);
        let (provider, client, role) = (provider?, client?, role?);
        Some(match self.event.as_str() {
            "register-role" => Event::RegisterRole { provider, client, role },
            _ => Event::DropRole { provider, client, role },
        })
    }

    fn of_relationship(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let client = errors.number("relationship-client", &self.client, &|fault| organisation_number(t, fault));
        let provider = errors.choice(t, "relationship-provider", &self.provider);
        let (provider, client) = (provider?, client?);
        Some(match self.event.as_str() {
            "add-relationship" => Event::AddRelationship { provider, client },
            _ => Event::RemoveRelationship { provider, client },
        })
    }

    fn of_package(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let client = errors.number("package-client", &self.client, &|fault| organisation_number(t, fault));
        let provider = errors.choice(t, "package-provider", &self.provider);
        let package = errors.choice(t, "package", &self.package);
        let (provider, client, package) = (provider?, client?, package?);
        Some(match self.event.as_str() {
            "give-package" => Event::GivePackage { provider, client, package },
            _ => Event::TakeBackPackage { provider, client, package },
        })
    }

    fn of_form(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let client = errors.number("form-client", &self.client, &|fault| organisation_number(t, fault));
        let form = errors.choice(t, "form", &self.form);
        Some(Event::ChangeForm { client: client?, form: form? })
    }

    fn of_new_client(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        if plain(&self.name).trim().is_empty() {
            errors.add("new-name", &t.test.form.name);
        }
        let number = (!plain(&self.number).trim().is_empty())
            .then(|| errors.number("new-number", &self.number, &|fault| organisation_number(t, fault)))
            .flatten();
        let form = errors.choice(t, "new-form", &self.form);
        let provider = errors.choice(t, "new-provider", &self.provider);
        let role = errors.choice_or_none(t, "new-role", &self.role);
        let package = errors.choice_or_none(t, "new-package", &self.package);
        Some(Event::NewClient { provider: provider?, name: self.name.clone(), form: form?, number, role, package })
    }

    fn of_system(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let vendor = errors.number("systems", &self.vendor, &|fault| organisation_number(t, fault));
        Some(Event::DeleteSystem { vendor: vendor?, system: self.system.clone() })
    }

    fn of_system_package(&self, t: &Texts, systems: &[System], errors: &mut FormErrors) -> Option<Event> {
        let system = systems.iter().find(|system| system.id.as_str() == self.system && !system.deleted);
        if system.is_none() {
            errors.add("change-system", &t.test.impossible.unknown_system);
        }
        let package: Option<PackageCode> = errors.choice(t, "change-package", &self.package);
        let (system, package) = (system?, package?);
        let mut packages: Vec<_> = system.packages.iter().filter(|one| **one != package).cloned().collect();
        if self.event == "add-system-package" {
            packages.push(package);
        }
        Some(Event::ChangeSystem { system: system.id.clone(), packages })
    }

    fn of_request(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let request: Option<Uuid> = errors.choice(t, "request", &self.request);
        Some(Event::WithdrawRequest { request: request?.into() })
    }

    fn of_access(&self, t: &Texts, errors: &mut FormErrors) -> Option<Event> {
        let access: Option<Uuid> = errors.choice(t, "access", &self.access);
        Some(Event::DeleteAccess { access: access?.into() })
    }

    /// The error for an impossible event, at the field that causes it.
    pub fn refused(&self, t: &Texts, why: ImpossibleEvent) -> FormErrors {
        let form = match self.event.as_str() {
            "register-role" | "drop-role" => "role",
            "add-relationship" | "remove-relationship" => "relationship",
            "give-package" | "take-back-package" => "package",
            "new-client" => "new",
            "add-system-package" | "take-out-system-package" => "change",
            _ => "form",
        };
        let t = &t.test.impossible;
        let (field, words) = match why {
            ImpossibleEvent::UnknownOrganisation if form == "new" => ("provider", &t.unknown_organisation),
            ImpossibleEvent::UnknownOrganisation => ("client", &t.unknown_organisation),
            ImpossibleEvent::OwnClient => ("client", &t.own_client),
            ImpossibleEvent::KnownOrganisation => ("number", &t.known_organisation),
            ImpossibleEvent::Nameless => ("name", &t.nameless),
            ImpossibleEvent::NoClient => ("role", &t.no_client),
            ImpossibleEvent::UnknownPackage if form != "package" => ("package", &t.unknown_package),
            ImpossibleEvent::NotAssignable if form != "package" => ("package", &t.not_assignable),
            ImpossibleEvent::NotForOrganisations if form != "package" => ("package", &t.not_for_organisations),
            ImpossibleEvent::UnknownPackage => return FormErrors::at("package", &t.unknown_package),
            ImpossibleEvent::NotAssignable => return FormErrors::at("package", &t.not_assignable),
            ImpossibleEvent::NotForOrganisations => return FormErrors::at("package", &t.not_for_organisations),
            ImpossibleEvent::UnknownAccess => return FormErrors::at("access", &t.unknown_access),
            ImpossibleEvent::UnknownRequest => return FormErrors::at("request", &t.unknown_request),
            ImpossibleEvent::UnknownSystem => return FormErrors::at("systems", &t.unknown_system),
        };
        FormErrors::at(format!("{form}-{field}"), words)
    }
}
