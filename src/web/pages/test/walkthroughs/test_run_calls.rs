//! Calls the store of test runs for a request.

use actix_web::web::{self, Data};

use crate::service;
use crate::test_tools::TestTools;
use crate::test_tools::test_run_store::TestRuns;
use crate::web::error::WebError;
use crate::web::request_context::RequestContext;

/// Calls the test runs of the session's world, on a blocking thread.
pub async fn call_test_runs<T: Send + 'static>(
    context: &RequestContext,
    tools: &Data<TestTools>,
    call: impl FnOnce(&TestRuns) -> service::Result<T> + Send + 'static,
) -> Result<T, WebError> {
    let (tools, world) = (tools.clone(), context.world.clone());
    let result = web::block(move || Ok(call(&tools.test_runs(&world)?)?));
    result.await.map_err(|error| WebError::Internal(error.into()))?
}
