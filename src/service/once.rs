//! Use case: a change that is carried out once, however often it is requested with one idempotency key.
//! Key and answer are written in the transaction of the change, so that neither is there without the other, whatever
//! becomes of the connection or the process.

use jiff::{SignedDuration, Timestamp};

use super::store::{Hash, KeptAnswer};
use super::{ChangeRequest, ClientAdministrator, Plan, Result, ServiceError};
use crate::domain::access::AccessId;

/// How long an answer is kept, in real time.
const TIME_TO_LIVE: SignedDuration = SignedDuration::from_hours(24);

/// Identifies a request that is carried out once.
pub struct IdempotentRequest {
    /// Hash of who asks, and of the key that they chose.
    pub key: Hash,
    /// Hash of what is asked.
    pub content: Hash,
    /// In real time.
    pub at: Timestamp,
}

/// An answer, and whether it repeats an earlier one.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    pub repeated: bool,
}

impl ClientAdministrator<'_> {
    /// Carries out a change and words the answer, or repeats the answer that the request has got.
    /// An answer that is an error is not kept, so that the request can be tried again.
    ///
    /// # Errors
    /// [`ServiceError::KeyReused`] when the key came with another request; those of [`Self::change`].
    pub fn change_once<E>(
        self,
        id: AccessId,
        request: &ChangeRequest,
        once: &IdempotentRequest,
        now: Timestamp,
        answer: impl FnOnce(&Plan) -> std::result::Result<String, E>,
    ) -> Result<std::result::Result<Answer, E>> {
        let _guard = self.0.service.snapshots.lock_for_write();
        let write = self.0.service.store.write()?;
        write.forget_answers(once.at.saturating_sub(TIME_TO_LIVE).unwrap_or(Timestamp::MIN))?;
        if let Some(KeptAnswer { request, text, .. }) = write.kept_answer(&once.key)? {
            let same = request == once.content;
            return if same { Ok(Ok(Answer { text, repeated: true })) } else { Err(ServiceError::KeyReused) };
        }
        let mut answered = Ok(String::new());
        self.carry_out(write, id, request, None, now, |write, plan| {
            answered = answer(plan);
            let Ok(text) = &answered else { return Ok(false) };
            let kept = KeptAnswer { request: once.content, text: text.clone(), at: once.at };
            write.keep_answer(&once.key, &kept)?;
            Ok(true)
        })?;
        Ok(answered.map(|text| Answer { text, repeated: false }))
    }
}
