//! Why a change of an access or an answer to a request was refused, kept in the session for the page that says so.

use serde::{Deserialize, Serialize};

use super::format::{self, Locale};
use crate::domain::package::PackageCode;
use crate::i18n::{Text, fill};
use crate::service::{AccessProblem, ServiceError};

/// What the person tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attempt {
    Approve,
    Reject,
    Create,
    Delete,
    AddOwnOrganisation,
    RemoveOwnOrganisation,
}

/// Why it was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Altinn's code, and the packages that stand in the way.
    Problem { code: String, packages: Vec<PackageCode> },
    /// The system has got other packages since the person saw them.
    PackagesChanged,
    /// The access has got another number of clients since the person saw it.
    ClientsChanged,
}

/// A refusal, as data: the page words it in its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub attempt: Attempt,
    pub reason: Reason,
}

/// A refusal in words.
pub struct RefusalNote {
    pub heading: String,
    pub text: String,
}

impl Refusal {
    /// The refusal that the page itself explains; `None` for an error with a page of its own.
    pub fn of(attempt: Attempt, error: &ServiceError) -> Option<Self> {
        let reason = match error {
            ServiceError::Problem(problem) => {
                Reason::Problem { code: problem.code().to_owned(), packages: packages_in_the_way(problem) }
            }
            ServiceError::PackagesChanged => Reason::PackagesChanged,
            ServiceError::NotConfirmed { .. } => Reason::ClientsChanged,
            _ => return None,
        };
        Some(Self { attempt, reason })
    }

    /// The words of the page.
    pub fn note(&self, locale: Locale) -> RefusalNote {
        let names = |packages: &[PackageCode]| {
            let names = packages.iter().map(|code| format::package_name(locale, code)).collect::<Vec<_>>();
            names.join(", ")
        };
        let t = locale.t;
        let text = match &self.reason {
            Reason::PackagesChanged => t.create.packages_changed.to_string(),
            Reason::ClientsChanged => t.deletion.clients_changed.to_string(),
            Reason::Problem { code, packages } => {
                // A register behind the portal names no packages.
                let text = match self.explanation(locale, code) {
                    of_packages if packages.is_empty() && of_packages.contains("{packages}") => &t.request.failed_code,
                    text => text,
                };
                fill(text, &[("packages", &names(packages)), ("code", code)])
            }
        };
        RefusalNote { heading: self.heading(locale).to_string(), text }
    }

    fn heading(&self, Locale { t, .. }: Locale) -> &'static Text {
        match self.attempt {
            Attempt::Approve => &t.request.failed_approve,
            Attempt::Reject => &t.request.failed_reject,
            Attempt::Create => &t.create.failed,
            Attempt::Delete => &t.deletion.failed,
            Attempt::AddOwnOrganisation => &t.own_organisation.add_failed,
            Attempt::RemoveOwnOrganisation => &t.own_organisation.remove_failed,
        }
    }

    fn explanation(&self, Locale { t, .. }: Locale, code: &str) -> &'static Text {
        let r = &t.request;
        let is_answer = matches!(self.attempt, Attempt::Approve | Attempt::Reject);
        match code {
            "AUTH-00004" if is_answer => &r.failed_taken,
            "AUTH-00004" => &t.create.taken,
            "AUTH-00011" if is_answer => &r.failed_system,
            "AUTH-00011" => &t.create.system_gone,
            "AUTH-00053" if is_answer => &r.failed_cannot_give,
            "AUTH-00053" => &t.create.cannot_give,
            "AUTH-00063" => &r.failed_package,
            "AUTH-00064" | "AUTH-00065" => &r.failed_not_delegable,
            _ => &r.failed_code,
        }
    }
}

fn packages_in_the_way(problem: &AccessProblem) -> Vec<PackageCode> {
    match problem {
        AccessProblem::CannotGivePackages(packages) => packages.iter().map(|(code, _)| code.clone()).collect(),
        AccessProblem::PackagesNotInSystem(packages)
        | AccessProblem::PackagesNotAssignable(packages)
        | AccessProblem::PackagesNotDelegable(packages) => packages.clone(),
        _ => Vec::new(),
    }
}
