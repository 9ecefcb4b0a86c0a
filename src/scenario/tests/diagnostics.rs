//! One test per kind of error, with the whole line that the user sees.

use super::{SMALL, messages, parse, small_with};

const NUMBER: &str = "expected nine digits, the first 2 or 3, the last a mod 11 check digit";
const NATIONAL_ID: &str = "expected eleven digits, 40 or 80 added to the month, the last two check digits";

#[test]
fn the_small_world_is_valid() {
    assert_eq!(messages(&[]), [""; 0]);
}

#[test]
fn text_that_is_not_toml_is_an_error_with_line_and_column() {
    let diagnostic = parse(&small_with(&[(6, "name = \"TILBYDER")])).unwrap_err().remove(0);
    assert_eq!((diagnostic.file.as_str(), diagnostic.line, diagnostic.field.as_str()), ("prove.toml", 6, ""));
    assert!(diagnostic.to_string().starts_with("prove.toml:6: invalid basic string"), "{diagnostic}");
}

#[test]
fn the_column_counts_characters() {
    let diagnostic =
        parse(&small_with(&[(2, "title = { nb = \"Æøå\", nn = \"Æøå\", en = 5 }")])).unwrap_err().remove(0);
    assert_eq!((diagnostic.line, diagnostic.column, diagnostic.field.as_str()), (2, 40, "title.en"));
}

#[test]
fn an_organisation_number_must_hold() {
    for (number, problem) in [
        ("310495892", "has a wrong check digit"),
        ("31049589", "has not the right number of digits"),
        ("713431400", "is not a synthetic number"),
    ] {
        let lines = messages(&[(27, &format!("vendor = \"{number}\""))]);
        assert_eq!(lines, [format!("prove.toml:27: access[0].vendor: `{number}` {problem}, {NUMBER}")]);
    }
}

#[test]
fn a_national_id_must_hold_and_is_never_repeated() {
    for (id, problem) in
        [("12836810065", "has a wrong check digit"), ("1283681006", "has not the right number of digits")]
    {
        let lines = messages(&[(13, &format!("national_id = \"{id}\""))]);
        assert_eq!(lines, [format!("prove.toml:13: person[0].national_id: {problem}, {NATIONAL_ID}")]);
    }
}

#[test]
fn codes_must_be_known() {
    assert_eq!(
        messages(&[(11, "form = \"AKSJESELSKAP\"")]),
        [
            "prove.toml:11: organisation[1].form: `AKSJESELSKAP` is not an organisation form of Enhetsregisteret, such as AS"
        ]
    );
    assert_eq!(
        messages(&[(20, "roles = [\"revisor\", \"revisjon\"]")]),
        [
            "prove.toml:20: client[0].roles[1]: `revisjon` is not known, expected one of revisor, regnskapsforer, forretningsforer"
        ]
    );
    assert_eq!(
        messages(&[(24, "kind = \"agent\"")]),
        ["prove.toml:24: access[0].kind: `agent` is not known, expected one of own, clients"]
    );
    assert_eq!(
        messages(&[(28, "packages = [\"ansvarlig-revisor\", \"jordbruket\"]")]),
        ["prove.toml:28: access[0].packages[1]: `jordbruket` is not an access package in the catalogue"]
    );
    let lines = messages(&[(16, "roles = [{ in = \"310495891\", as = \"sjef\" }]")]);
    let start = "prove.toml:16: person[0].roles[0].as: `sjef` is not known, expected one of daglig-leder, styreleder, ";
    assert!(lines.len() == 1 && lines[0].starts_with(start), "{lines:?}");
}

#[test]
fn an_organisation_that_is_named_must_be_in_the_file() {
    let problem = "`310495905` has no [[organisation]] in this file";
    for (line, replacement, field) in [
        (16, "roles = [{ in = \"310495905\", as = \"ansatt\" }]", "person[0].roles[0].in"),
        (27, "vendor = \"310495905\"", "access[0].vendor"),
        (30, "clients = [\"310495905\"]", "access[0].clients[0]"),
    ] {
        assert_eq!(messages(&[(line, replacement)]), [format!("prove.toml:{line}: {field}: {problem}")]);
    }
}

#[test]
fn nothing_may_be_given_twice() {
    let again = |first: usize, last: usize| {
        let lines: Vec<_> = SMALL.lines().skip(first - 1).take(last + 1 - first).collect();
        let lines = parse(&format!("{SMALL}{}\n", lines.join("\n"))).unwrap_err();
        lines.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(again(4, 7), ["prove.toml:32: organisation[2].number: is given twice, first on line 5"]);
    assert_eq!(again(12, 16), ["prove.toml:32: person[1].national_id: is given twice, first on line 13"]);
    assert_eq!(again(17, 21), ["prove.toml:32: client[1].number: is given twice, first on line 18"]);
}

#[test]
fn a_list_names_nothing_twice() {
    let role = "{ in = \"310495891\", as = \"ansatt\" }";
    for (line, replacement, field) in [
        (16, &*format!("roles = [{role}, {role}]"), "person[0].roles[1].as"),
        (20, "roles = [\"revisor\", \"revisor\"]", "client[0].roles[1]"),
        (21, "packages = [\"jordbruk\", \"jordbruk\"]", "client[0].packages[1]"),
        (28, "packages = [\"ansvarlig-revisor\", \"ansvarlig-revisor\"]", "access[0].packages[1]"),
        (30, "clients = [\"310495883\", \"310 495 883\"]", "access[0].clients[1]"),
    ] {
        assert_eq!(
            messages(&[(line, replacement)]),
            [format!("prove.toml:{line}: {field}: is given twice, first on line {line}")]
        );
    }
}

#[test]
fn a_client_gives_what_it_can_give_and_to_another() {
    assert_eq!(
        messages(&[(21, "packages = [\"ansvarlig-revisor\"]")]),
        [
            "prove.toml:21: client[0].packages[0]: `ansvarlig-revisor` cannot be given directly: it only comes with a role"
        ]
    );
    assert_eq!(
        messages(&[(18, "number = \"310495891\""), (30, "")]),
        ["prove.toml:18: client[0].number: is its own provider"]
    );
    assert_eq!(
        messages(&[(20, ""), (21, "packages = []")]),
        [
            "prove.toml:30: access[0].clients[0]: `310495883` is not eligible: `ansvarlig-revisor` needs the role revisor for the owner"
        ]
    );
}

#[test]
fn an_access_for_clients_needs_packages_that_can_be_delegated() {
    for packages in ["packages = []", ""] {
        assert_eq!(
            messages(&[(28, packages)]),
            ["prove.toml:22: access[0].packages: is empty, but an access of kind `clients` needs a package"]
        );
    }
    assert_eq!(
        messages(&[(28, "packages = [\"tilgangsstyrer\"]")]),
        [
            "prove.toml:28: access[0].packages[0]: `tilgangsstyrer` is not delegable, so an access of kind `clients` cannot need it"
        ]
    );
}

#[test]
fn an_own_access_takes_no_clients_and_no_role_package() {
    assert_eq!(
        messages(&[(24, "kind = \"own\""), (28, "packages = [\"jordbruk\"]")]),
        ["prove.toml:30: access[0].clients[0]: is on an access of kind `own`, which has no clients"]
    );
    assert_eq!(
        messages(&[(24, "kind = \"own\""), (30, "")]),
        [
            "prove.toml:28: access[0].packages[0]: `ansvarlig-revisor` only comes with a role, so an access of kind `own` cannot need it"
        ]
    );
}

#[test]
fn a_client_that_has_lost_a_power_must_not_be_eligible() {
    assert_eq!(
        messages(&[(30, "lost_clients = [\"310495883\"]")]),
        ["prove.toml:30: access[0].lost_clients[0]: `310495883` has every package, so it belongs under `clients`"]
    );
    assert_eq!(messages(&[(28, "packages = [\"skattegrunnlag\"]"), (30, "lost_clients = [\"310495883\"]")]), [""; 0]);
}

#[test]
fn a_client_that_is_already_added_must_be_eligible() {
    let lines_for = |needed: &str| messages(&[(28, &format!("packages = [{needed}]"))]);
    let start = "prove.toml:30: access[0].clients[0]: `310495883` is not eligible:";
    assert_eq!(lines_for("\"skattegrunnlag\""), [format!("{start} `skattegrunnlag` is not given to the owner")]);
    assert_eq!(
        lines_for("\"jordbruk\", \"regnskapsforer-lonn\", \"forretningsforer-eiendom\""),
        [format!(
            "{start} `regnskapsforer-lonn` needs the role regnskapsforer for the owner; `forretningsforer-eiendom` comes \
             with the role forretningsforer only for ESEK and BRL"
        )]
    );
    assert_eq!(
        messages(&[(30, "clients = [\"310495891\"]")]),
        ["prove.toml:30: access[0].clients[0]: `310495891` is not a [[client]] of the owner 310495891"]
    );
}

#[test]
fn a_moment_has_a_time_zone() {
    assert_eq!(messages(&[(29, "")]), ["prove.toml:22: access[0].created: is missing"]);
    assert_eq!(
        messages(&[(29, "created = 2026-02-15T09:00:00")]),
        [
            "prove.toml:29: access[0].created: `2026-02-15T09:00:00` is not a point in time, expected date, time and time zone, \
             such as 2026-02-15T09:00:00Z"
        ]
    );
}

#[test]
fn fields_are_neither_missing_nor_unknown_nor_of_another_type() {
    assert_eq!(messages(&[(1, "")]), ["prove.toml:1: name: is missing"]);
    assert_eq!(messages(&[(6, "")]), ["prove.toml:4: organisation[0].name: is missing"]);
    assert_eq!(
        messages(&[(15, "note = { nb = \"Leder.\", en = \"Leader.\" }")]),
        ["prove.toml:15: person[0].note.nn: is missing"]
    );
    assert_eq!(
        messages(&[(6, "name = \"TILBYDER AS\"\ncolour = \"blue\"")]),
        ["prove.toml:7: organisation[0].colour: unknown field `colour`, expected one of `number`, `name`, `form`"]
    );
    assert_eq!(
        messages(&[(6, "name = 7")]),
        ["prove.toml:6: organisation[0].name: invalid type: integer `7`, expected a string"]
    );
    let lines = messages(&[(1, "name = \"prove\"\nhour = 1")]);
    assert!(lines[0].starts_with("prove.toml:2: hour: unknown field `hour`, expected one of `name`, "), "{lines:?}");
    let single = "name = \"x\"\ntitle = { nb = \"x\", nn = \"x\", en = \"x\" }\n\
                  description = { nb = \"x\", nn = \"x\", en = \"x\" }\n[person]\nname = \"x\"";
    assert_eq!(
        parse(single).unwrap_err()[0].to_string(),
        "prove.toml:4: person: is not a list of tables; write [[person]]"
    );
}

#[test]
fn a_text_says_something() {
    assert_eq!(messages(&[(10, "name = \" \"")]), ["prove.toml:10: organisation[1].name: is empty"]);
    assert_eq!(messages(&[(2, "title = { nb = \"\", nn = \"a\", en = \"b\" }")]), ["prove.toml:2: title.nb: is empty"]);
    assert_eq!(messages(&[(1, "name = \"Prøve 1\"")]), ["prove.toml:1: name: must consist of a-z, 0-9 and hyphens"]);
}

#[test]
fn all_errors_come_at_once_in_file_order_and_each_once() {
    let lines = messages(&[
        (6, "colour = \"blue\""),
        (14, "name = \"\""),
        (20, "roles = [\"revisjon\"]"),
        (28, "packages = [\"jordbruket\"]"),
    ]);
    let fields: Vec<_> = lines.iter().map(|diagnostic| diagnostic.split(": ").nth(1).unwrap()).collect();
    assert_eq!(fields, ["organisation[0].colour", "person[0].name", "client[0].roles[0]", "access[0].packages[0]"]);
    let lines = messages(&[(23, "owner = \"310495905\""), (24, "kind = \"agent\"")]);
    assert!(lines[0].contains("access[0].owner") && lines[1].contains("access[0].kind"), "{lines:?}");
}

#[test]
fn texts_of_a_file_are_composed_and_its_numbers_read_in_any_form() {
    let scenario = parse(&small_with(&[
        (6, "name = \"A\u{30a}PEN AS\""),
        (10, r#"name = "\u00d8\u0301 O\u0308RE AS""#),
        (18, "number = \"310\u{a0}495\u{2011}883\""),
        (25, "title = \"A\u{30a}rsregnskap\""),
    ]))
    .unwrap();
    let names: Vec<_> = scenario.organisations.iter().map(|organisation| organisation.name.as_str()).collect();
    assert_eq!(names, ["ÅPEN AS", "Ǿ ÖRE AS"]);
    assert_eq!(scenario.relations.len(), 1);
    assert_eq!(scenario.accesses[0].title, "Årsregnskap");
}
