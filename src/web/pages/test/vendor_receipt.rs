//! `/test/vendor/receipt`: the page to which a vendor sends a person who has answered its request; it has its own at Altinn.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::vendor::status_text;
use super::{ToolLayout, ToolLink, tool_layout};
use crate::i18n::fill;
use crate::service::Service;
use crate::web::error::WebError;
use crate::web::layout::Layout;
use crate::web::page::Page;
use crate::web::request_context::RequestContext;
use crate::web::urls;

/// What has become of the request.
#[derive(Template)]
#[template(path = "pages/test/receipt.html")]
pub struct ReceiptPage {
    pub layout: Layout,
    pub tools: Vec<ToolLink>,
    pub heading: String,
    pub text: String,
}

/// The answered request.
#[derive(Deserialize)]
pub struct ReceiptQuery {
    id: Option<Uuid>,
}

/// Says what has become of the request.
pub async fn receipt(context: RequestContext, query: Query<ReceiptQuery>) -> Result<Page<ReceiptPage>, WebError> {
    let (id, real) = (query.id, (context.portal.clock)());
    let find = move |service: &Service| {
        let found = id.map(|id| service.request(id.into())).transpose()?.flatten();
        let now = service.clock()?.at(real);
        Ok(found.map(|request| (request.status(now), request)))
    };
    let found = context.call_service(find).await?;
    let v = &context.t.test.vendor;
    let text = match found {
        Some((status, request)) => {
            let status = status_text(context.t, &request, status);
            fill(&v.receipt, &[("title", &request.title), ("status", &status)])
        }
        None => v.receipt_unknown.to_string(),
    };
    let ToolLayout { layout, tools } = tool_layout(&context, urls::TEST_VENDOR).await?;
    Ok(Page::ok(ReceiptPage { layout, tools, heading: v.receipt_heading.to_string(), text }))
}
