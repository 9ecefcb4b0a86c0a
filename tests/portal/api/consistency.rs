//! Pages and API show the same state, whichever of them changed it.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Program, agent, client};
use crate::support::{AUDIT, AUDITED, ESTETISK_SKAL, GILD_KANNE, KLIENTKUNDE, Portal, Visitor, dialog};

/// An eligible and an ineligible client of the audit access.
fn clients() -> Vec<&'static str> {
    [&AUDITED[..3], &[KLIENTKUNDE]].concat()
}

#[derive(Debug, Clone, Copy)]
struct Step {
    by_program: bool,
    add: bool,
    client: usize,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<bool>(), any::<bool>(), 0..4_usize);
    proptest::collection::vec(step.prop_map(|(by_program, add, client)| Step { by_program, add, client }), 1..10)
}

async fn walk(program: &Program, visitor: &Visitor, steps: &[Step]) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for step in steps {
        let number = clients()[step.client];
        match (step.by_program, step.add) {
            (true, true) => drop(program.add(&agent(AUDIT), &client(number)).await),
            (true, false) => drop(program.remove(&agent(AUDIT), &client(number)).await),
            (false, add) => drop(visitor.change(&dialog(AUDIT), number, if add { "add" } else { "remove" }).await),
        }
        if step.add && number != KLIENTKUNDE {
            expected.insert(number.to_owned());
        } else {
            expected.remove(number);
        }
    }
    expected
}

#[test]
fn any_mixture_of_changes_leaves_both_with_the_same_clients() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let portal = Portal::start_with(&["--api-rate", "0"]);
    let program = runtime.block_on(Program::of(&portal, GILD_KANNE));
    let visitor = runtime.block_on(portal.sign_in(ESTETISK_SKAL));
    proptest!(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() }, |(steps in steps())| {
        runtime.block_on(async {
            for number in clients() {
                program.remove(&agent(AUDIT), &client(number)).await;
            }
            let expected = walk(&program, &visitor, &steps).await;
            let list = format!("/clients?agent={}", agent(AUDIT));
            let by_program: BTreeSet<_> = program.numbers(&list).await.into_iter().collect();
            let added = format!("{}?filter=added", dialog(AUDIT));
            // The first page confirms the last change, and its row has a note instead of a button.
            visitor.get(&added).await;
            let page = visitor.get(&added).await;
            let shown: BTreeSet<_> = clients()
                .into_iter()
                .filter(|number| page.count(&format!("button[name=remove][value='{number}']")) == 1)
                .map(str::to_owned)
                .collect();
            prop_assert_eq!(&by_program, &expected);
            prop_assert_eq!(&shown, &expected);
            Ok(())
        })?;
    });
}
