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
    let (tools, world, default) = (tools.clone(), context.world.clone(), context.portal.world.clone());
    let result = web::block(move || {
        // Use the default world if the session's cannot be opened.
        let runs = tools.test_runs(&world).or_else(|_| tools.test_runs(&default));
        let runs = runs.map_err(|error| WebError::Internal(error.into()))?;
        Ok(call(&runs)?)
    });
    result.await.map_err(|error| WebError::Internal(error.into()))?
}
