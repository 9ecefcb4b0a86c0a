//! `/static`: the built files, cached for ever, and no other files.

use std::collections::BTreeSet;
use std::path::Path;

use klientportal::web::assets::{FAVICON, ICONS, SCRIPT, STYLE};
use reqwest::Method;

use super::errors::has_the_headers_of_every_answer;
use crate::support::{Page, Portal};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn every_built_file_may_be_kept_for_ever() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let style = visitor.request(Method::GET, STYLE).send().await.unwrap().text().await.unwrap();
    let font = style.split(['"', '(', ')']).find(|part| part.contains("InterVariable-")).unwrap();
    let font = format!("/static/{}", font.rsplit('/').next().unwrap());
    for (path, kind) in [
        (STYLE, "text/css"),
        (SCRIPT, "text/javascript"),
        (ICONS, "image/svg+xml"),
        (FAVICON, "image/svg+xml"),
        (&font, "font/woff2"),
    ] {
        let file = visitor.get(path).await;
        assert_eq!((file.status.as_u16(), file.header("cache-control")), (200, FOR_EVER), "{path}");
        assert!(file.header("content-type").starts_with(kind), "{path}: {}", file.header("content-type"));
        has_the_headers_of_every_answer(&file);
    }
}

#[tokio::test]
async fn the_smaller_form_is_sent_to_who_can_read_it() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    let plain = visitor.request(Method::GET, STYLE).send().await.unwrap();
    assert!(!plain.headers().contains_key("content-encoding"));
    let size = plain.bytes().await.unwrap().len();
    for encoding in ["br", "gzip"] {
        let request = visitor.request(Method::GET, STYLE).header("accept-encoding", encoding);
        let packed = request.send().await.unwrap();
        assert_eq!(packed.headers()["content-encoding"], encoding);
        assert_eq!(packed.headers()["cache-control"], FOR_EVER);
        let vary = packed.headers().get("vary").map(|vary| vary.to_str().unwrap().to_lowercase());
        assert_eq!(vary.as_deref(), Some("accept-encoding"), "a cache on the way must not mix them up");
        assert!(packed.bytes().await.unwrap().len() * 3 < size);
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_kept_and_has_a_page() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for path in ["/static/", "/static/nothing.css", "/static/../Cargo.toml", "/static/%2e%2e/package.json"] {
        let answer = visitor.request(Method::GET, path).send().await.unwrap();
        let page = Page::of(answer).await;
        assert_eq!((page.status.as_u16(), page.heading().as_str()), (404, "Vi finner ikke siden"), "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
    let page = visitor.get("/static/..%2fpackage.json").await;
    assert_eq!((page.status.as_u16(), page.header("cache-control")), (400, "no-store"));
}

#[tokio::test]
async fn pages_are_packed_too() {
    let portal = Portal::start();
    let request = portal.visitor().request(Method::GET, "/").header("accept-encoding", "br");
    assert_eq!(request.send().await.unwrap().headers()["content-encoding"], "br");
}

#[test]
fn what_is_served_beside_our_own_code_is_named_with_its_licence() {
    let read = |file: &str| std::fs::read_to_string(format!("{}/static/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let package: serde_json::Value = serde_json::from_str(&read("package.json")).unwrap();
    let dependencies = package["dependencies"].as_object().unwrap();
    assert!(dependencies.len() > 3, "the dependencies were not found");
    let named = read("THIRD-PARTY.txt");
    for (name, version) in dependencies {
        let heading = format!("\n{name} {}\nLicence: ", version.as_str().unwrap());
        assert!(named.contains(&heading), "{heading}");
    }
}

#[tokio::test]
async fn no_folder_is_listed_and_nothing_beside_the_assets_is_served() {
    let portal = Portal::start();
    let visitor = portal.visitor();
    for path in [
        "/static",
        "/static/",
        "/static/.",
        "/static/.gitignore",
        "/static/%2e%2e/Cargo.toml",
        "/static/..%2fCargo.toml",
    ] {
        let page = visitor.get(path).await;
        assert!(page.status.is_client_error(), "{} of {path}", page.status);
    }
}

#[test]
fn the_sprite_has_the_icons_that_templates_name_and_no_others() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/dist/");
    let manifest = std::fs::read_to_string(format!("{folder}manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let sprite = std::fs::read_to_string(format!("{folder}{}", manifest["icons"].as_str().unwrap())).unwrap();
    let sprite = roxmltree::Document::parse(&sprite).unwrap();
    let built: BTreeSet<_> = sprite.descendants().filter_map(|node| node.attribute("id")).map(str::to_owned).collect();
    let mut named = BTreeSet::new();
    for template in templates(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))) {
        for start in ["icon(\"", "entry(\""] {
            named.extend(template.split(start).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    assert_eq!(built, named);
}

fn templates(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts.chain(folders.iter().flat_map(|folder| templates(folder))).collect()
}
