//! The accessibility tree, as a screen reader gets it.

use std::collections::HashMap;
use std::fmt;

use serde_json::Value;

/// Roles left out in print: they only repeat others' text.
const PLUMBING: [&str; 6] = ["none", "generic", "StaticText", "InlineTextBox", "ListMarker", "LineBreak"];

/// One element on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The ARIA role; Chromium's own words for the document and for `<summary>` are translated.
    pub role: String,
    /// The accessible name, on one line, without soft hyphens.
    pub name: String,
    /// A field's value.
    pub value: String,
    /// A heading's level.
    pub level: Option<u64>,
    pub focused: bool,
    pub invalid: bool,
    pub expanded: Option<bool>,
    /// A checkbox's state.
    pub checked: Option<bool>,
    pub(super) backend: i64,
    depth: usize,
}

impl Node {
    /// Whether it has this role and name. "Gild Kanne…" matches names that begin so.
    pub fn is(&self, role: &str, name: &str) -> bool {
        let fits = match name.strip_suffix('…') {
            Some(start) => self.name.starts_with(start),
            None => self.name == name,
        };
        self.role == role && fits
    }
}

/// A page's elements at one moment, in reading order.
#[derive(Debug, Clone)]
pub struct Tree(Vec<Node>);

impl Tree {
    pub fn nodes(&self) -> &[Node] {
        &self.0
    }

    /// The only node of this role and name.
    pub fn only(&self, role: &str, name: &str) -> Option<&Node> {
        let mut found = self.0.iter().filter(|node| node.is(role, name));
        found.next().filter(|_| found.next().is_none())
    }

    pub fn has(&self, role: &str, name: &str) -> bool {
        self.0.iter().any(|node| node.is(role, name))
    }

    /// Whether the text is on the page, within one piece of text.
    pub fn says(&self, text: &str) -> bool {
        self.0.iter().any(|node| node.role == "StaticText" && node.name.contains(text))
    }

    /// Number of elements with this role and name.
    pub fn count(&self, role: &str, name: &str) -> usize {
        self.0.iter().filter(|node| node.is(role, name)).count()
    }

    /// Whether a list item contains this text.
    pub fn has_row(&self, text: &str) -> bool {
        let items = self.0.iter().enumerate().filter(|(_, node)| node.role == "listitem");
        items.into_iter().any(|(at, item)| {
            let mut within = self.0[at + 1..].iter().take_while(|node| node.depth > item.depth);
            within.any(|node| node.role == "StaticText" && node.name == text)
        })
    }

    /// The page's main heading.
    pub fn heading(&self) -> Option<&str> {
        self.0.iter().find(|node| node.role == "heading" && node.level == Some(1)).map(|node| node.name.as_str())
    }

    /// The focused element, unless it is the document.
    pub fn focused(&self) -> Option<&Node> {
        self.0.iter().find(|node| node.focused && node.role != "document")
    }

    /// Reads the result of `Accessibility.getFullAXTree`.
    pub(super) fn read(answer: &Value) -> Self {
        let list = answer["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let by_id: HashMap<&str, &Value> =
            list.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let mut nodes = Vec::new();
        let root = list.iter().find(|node| node["parentId"].is_null());
        let mut waiting: Vec<(&Value, usize)> = root.map(|root| (root, 0)).into_iter().collect();
        while let Some((node, depth)) = waiting.pop() {
            let shown = node["ignored"] != true;
            if shown {
                nodes.push(read_node(node, depth));
            }
            let children = node["childIds"].as_array().map(Vec::as_slice).unwrap_or_default();
            let children = children.iter().rev().filter_map(|id| by_id.get(id.as_str()?));
            waiting.extend(children.map(|child| (*child, depth + usize::from(shown))));
        }
        Self(nodes)
    }
}

fn read_node(node: &Value, depth: usize) -> Node {
    let property = |name: &str| {
        let properties = node["properties"].as_array()?;
        properties.iter().find(|property| property["name"] == name).map(|property| &property["value"]["value"])
    };
    Node {
        role: role(node["role"]["value"].as_str().unwrap_or_default()).to_owned(),
        name: plain(node["name"]["value"].as_str().unwrap_or_default()),
        value: node["value"]["value"].as_str().unwrap_or_default().to_owned(),
        level: property("level").and_then(Value::as_u64),
        focused: property("focused").and_then(Value::as_bool).unwrap_or_default(),
        invalid: property("invalid").is_some_and(|invalid| invalid != "false"),
        expanded: property("expanded").and_then(Value::as_bool),
        checked: property("checked").map(|checked| checked == "true"),
        backend: node["backendDOMNodeId"].as_i64().unwrap_or_default(),
        depth,
    }
}

fn role(chromiums: &str) -> &str {
    match chromiums {
        "RootWebArea" => "document",
        "DisclosureTriangle" | "DisclosureTriangleGrouped" => "button",
        "ComboBoxSelect" => "combobox",
        other => other,
    }
}

fn plain(text: &str) -> String {
    text.replace('\u{ad}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for node in self.0.iter().filter(|node| !PLUMBING.contains(&node.role.as_str()) && !node.name.is_empty()) {
            let focus = if node.focused { " ←" } else { "" };
            writeln!(f, "{:indent$}{} \"{}\"{focus}", "", node.role, node.name, indent = node.depth)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tree_is_read_in_reading_order_without_what_is_ignored() {
        let tree = Tree::read(&json!({ "nodes": [
            { "nodeId": "1", "role": { "value": "RootWebArea" }, "name": { "value": "Page" }, "childIds": ["2", "4"] },
            { "nodeId": "4", "parentId": "1", "role": { "value": "link" }, "name": { "value": "B" } },
            { "nodeId": "2", "parentId": "1", "ignored": true, "childIds": ["3"] },
            { "nodeId": "3", "parentId": "2", "role": { "value": "DisclosureTriangle" }, "name": { "value": "A\u{ad}\n b" },
              "properties": [{ "name": "focused", "value": { "value": true } }] },
        ] }));
        assert_eq!(tree.to_string(), "document \"Page\"\n button \"A b\" ←\n link \"B\"\n");
        assert!(tree.only("button", "A…").is_some());
        assert!(tree.only("button", "A").is_none());
    }
}
