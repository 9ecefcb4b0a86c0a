//! Exports test runs as Markdown, CSV or `JUnit` XML.
//!
//! Remarks are untrusted input: each format must escape them.

mod csv;
mod junit;
mod markdown;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use self::csv::Separator;
use super::test_run_calls::call_test_runs;
use crate::service::ServiceError;
use crate::test_tools::TestTools;
use crate::test_tools::test_run::{TestRun, TestRunId};
use crate::test_tools::test_run_store::TestRuns;
use crate::web::error::WebError;
use crate::web::request_context::RequestContext;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    Markdown,
    Csv(Separator),
    Junit,
}

impl ExportFormat {
    /// In the order of the links.
    pub const ALL: [Self; 4] =
        [Self::Markdown, Self::Csv(Separator::Semicolon), Self::Csv(Separator::Comma), Self::Junit];

    /// In the file's name and the URL.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv(_) => "csv",
            Self::Junit => "xml",
        }
    }

    /// Text of the link, the same in every language.
    pub fn label(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Csv(Separator::Semicolon) => "CSV (;)",
            Self::Csv(Separator::Comma) => "CSV (,)",
            Self::Junit => "JUnit XML",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Csv(_) => "text/csv; charset=utf-8; header=present",
            Self::Junit => "application/xml; charset=utf-8",
        }
    }

    /// The query of the link's address.
    pub fn query(self) -> &'static str {
        if self == Self::Csv(Separator::Comma) { "?separator=comma" } else { "" }
    }

    fn wanted(extension: &str, Options { separator }: &Options) -> Result<Self, WebError> {
        let separator = if separator.as_deref() == Some("comma") { Separator::Comma } else { Separator::Semicolon };
        let formats = [Self::Markdown, Self::Csv(separator), Self::Junit];
        let format = formats.into_iter().find(|format| format.extension() == extension);
        format.ok_or(WebError::Service(ServiceError::NotFound))
    }

    fn write(self, context: &RequestContext, runs: &[TestRun]) -> anyhow::Result<String> {
        Ok(match self {
            Self::Markdown => markdown::write(context.t, runs)?,
            Self::Csv(separator) => csv::write(runs, separator)?,
            Self::Junit => junit::write(runs)?,
        })
    }
}

/// The choices of an address.
#[derive(Deserialize)]
pub struct Options {
    /// Of CSV: "comma"; semicolons without.
    separator: Option<String>,
}

/// Exports all test runs of the world.
pub async fn all(
    context: RequestContext,
    tools: Data<TestTools>,
    format: Path<String>,
    options: Query<Options>,
) -> Result<HttpResponse, WebError> {
    let format = ExportFormat::wanted(&format, &options)?;
    let runs = call_test_runs(&context, &tools, TestRuns::all).await?;
    file(&context, format, &format!("rounds-{}", context.world), &runs)
}

/// Exports one test run.
pub async fn one(
    context: RequestContext,
    tools: Data<TestTools>,
    path: Path<(Uuid, String)>,
    options: Query<Options>,
) -> Result<HttpResponse, WebError> {
    let (id, format) = path.into_inner();
    let (id, format) = (TestRunId::from(id), ExportFormat::wanted(&format, &options)?);
    let run = call_test_runs(&context, &tools, move |runs| runs.get(id)).await?;
    let name = format!("{}-{}", run.walkthrough, run.begun.strftime("%Y%m%dT%H%M%SZ"));
    file(&context, format, &name, &[run])
}

fn file(
    context: &RequestContext,
    format: ExportFormat,
    name: &str,
    runs: &[TestRun],
) -> Result<HttpResponse, WebError> {
    let text = format.write(context, runs).map_err(WebError::Internal)?;
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.extension());
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, format.media_type())).insert_header((CONTENT_DISPOSITION, disposition));
    Ok(response.insert_header((CACHE_CONTROL, "no-store")).body(text))
}

#[cfg(test)]
mod samples {
    //! A test run with hostile input.

    use crate::test_tools::test_run::{StepResult, TestRun, TestRunId, TestRunStep, Verdict};

    pub const HOSTILE: [&str; 4] = [
        "=cmd|' /C calc'!A0\n\"quoted\", <b>bold</b> | `code` & ]]> \u{1}\u{b}\u{fffe}end",
        "@SUM(1)\n\n# no heading\n- no item\n12. no number\n> no quote",
        "",
        "+1",
    ];

    /// A passed, a failed, a skipped and an undecided step.
    pub fn run() -> TestRun {
        let verdicts = [Some(Verdict::Passed), Some(Verdict::Failed), Some(Verdict::Skipped), None];
        let step = |(index, verdict): (usize, Option<Verdict>)| TestRunStep {
            instruction: format!("Press ‘<Add> {index}’ & wait."),
            expected: "-1 is | *less*".to_owned(),
            result: verdict.map(|verdict| StepResult {
                verdict,
                remark: HOSTILE[index].parse().unwrap(),
                decided: "2026-03-01T09:00:00Z".parse().unwrap(),
            }),
        };
        TestRun {
            id: TestRunId::from(uuid::Uuid::from_u128(1)),
            walkthrough: "and-rule".to_owned(),
            title: "When <two> are needed".to_owned(),
            scenario: "veiledning".to_owned(),
            language: "en".to_owned(),
            tester: "=Kari \"K\" <Nordmann>".parse().unwrap(),
            begun: "2026-03-01T08:00:00Z".parse().unwrap(),
            version: "0.1.0".to_owned(),
            steps: verdicts.into_iter().enumerate().map(step).collect(),
        }
    }
}
