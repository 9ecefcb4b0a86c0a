//! The programs that fetch tokens without a person, as a trait that the host implements.

/// Who fetches tokens with a signed assertion. Calls may block: they are made off the async threads.
/// `world` is the host's name for a set of programs, as for people.
pub trait Programs: Send + Sync {
    /// The registered program with this client id.
    fn program(&self, client: &str, world: Option<&str>) -> Option<Program>;

    /// The system user of this owner that the program may act for.
    fn system_user(
        &self,
        client: &str,
        owner: &str,
        external_ref: Option<&str>,
        world: Option<&str>,
    ) -> Option<SystemUser>;
}

/// A registered program.
#[derive(Debug, Clone)]
pub struct Program {
    /// Number of the organisation that it belongs to, nine digits.
    pub organisation: String,
    /// A JSON Web Key; without it, nothing that the program signs can be verified.
    pub public_key: Option<String>,
}

/// What a program may act for.
#[derive(Debug, Clone)]
pub struct SystemUser {
    pub id: String,
    pub system: String,
}
