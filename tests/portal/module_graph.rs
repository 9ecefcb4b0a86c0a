//! The graph of files that use items of other files, read from the source.
//!
//! Follows `use` lines, paths and re-exports. `mod` lines and imports of modules do not count: only items do.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// Each file, with the files whose items it uses.
pub type Edges = BTreeMap<String, BTreeSet<String>>;

type ModulePath = Vec<String>;

/// A file of the crate, or an inline module.
struct Module {
    file: String,
    children: BTreeSet<String>,
    /// Imported names, with their paths.
    imports: HashMap<String, ModulePath>,
    /// Imported names that are not re-exported.
    private: BTreeSet<String>,
    /// The paths in its code.
    paths: Vec<Vec<String>>,
}

/// A crate's modules, by path.
#[derive(Default)]
pub struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

impl Crate {
    /// Reads the crate with this root file. File names are relative to its folder.
    pub fn read(root: &Path) -> Self {
        let mut read = Self::default();
        let folder = root.parent().expect("a file is in a folder");
        read.read_file(folder, root, folder, &[]);
        read
    }

    /// `below`: the folder of the module's submodules.
    fn read_file(&mut self, folder: &Path, file: &Path, below: &Path, path: &[String]) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let items = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display())).items;
        let name = file.strip_prefix(folder).expect("below the root").to_str().expect("UTF-8").to_owned();
        let mut module = Module {
            file: name,
            children: BTreeSet::new(),
            imports: HashMap::new(),
            private: BTreeSet::new(),
            paths: Vec::new(),
        };
        let mut reader = Reader { module: &mut module, files: Vec::new() };
        for item in &items {
            reader.visit_item(item);
        }
        let files = reader.files;
        self.modules.insert(path.to_vec(), module);
        for (child, named) in files {
            let inner = below.join(&child);
            let found = match named {
                Some(named) => file.parent().expect("a file is in a folder").join(named),
                None if inner.with_extension("rs").exists() => inner.with_extension("rs"),
                None => inner.join("mod.rs"),
            };
            let path: ModulePath = path.iter().cloned().chain([child]).collect();
            self.read_file(folder, &found, &inner, &path);
        }
    }

    /// Builds the graph.
    pub fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (path, module) in &self.modules {
            let imports = module.private.iter().filter_map(|name| module.imports.get(name));
            let used = imports.chain(&module.paths).filter_map(|used| self.file_of(path, used, 0));
            let others = used.filter(|file| *file != module.file);
            edges.entry(module.file.clone()).or_default().extend(others);
        }
        edges
    }

    /// The file that defines an item; `None` for other crates and for modules.
    fn file_of(&self, from: &ModulePath, used: &[String], depth: usize) -> Option<String> {
        let (mut at, mut rest) = self.start(from, used, depth)?;
        while let Some((first, others)) = rest.split_first() {
            let module = self.modules.get(&at)?;
            if module.children.contains(first) {
                at.push(first.clone());
            } else if let Some(import) = module.imports.get(first).filter(|_| depth < 8) {
                let whole: Vec<_> = import.iter().chain(others).cloned().collect();
                return self.file_of(&at, &whole, depth + 1);
            } else {
                return Some(module.file.clone());
            }
            rest = others.to_vec();
        }
        None
    }

    /// The module where a path starts, and the rest of the path.
    fn start(&self, from: &ModulePath, used: &[String], depth: usize) -> Option<(ModulePath, Vec<String>)> {
        let mut at = from.clone();
        let mut rest = used.to_vec();
        match used.first()?.as_str() {
            "crate" => (at, rest) = (Vec::new(), used[1..].to_vec()),
            "self" => rest = used[1..].to_vec(),
            "super" => {
                while rest.first().is_some_and(|first| first == "super") {
                    at.pop()?;
                    rest.remove(0);
                }
            }
            first => {
                let module = self.modules.get(from)?;
                let known = module.children.contains(first) || (depth < 8 && module.imports.contains_key(first));
                // A single name is local or imported, and imports are counted already.
                if !known || (used.len() == 1 && !module.imports.contains_key(first)) {
                    return None;
                }
            }
        }
        Some((at, rest))
    }
}

/// Collects a module's imports, paths and submodules.
struct Reader<'a> {
    module: &'a mut Module,
    /// Modules in other files, with the file's name if given.
    files: Vec<(String, Option<String>)>,
}

impl Reader<'_> {
    fn import(&mut self, tree: &UseTree, before: &[String], private: bool) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), private),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before, private)),
            UseTree::Name(name) if name.ident == "self" => {
                self.bind(before.last().cloned().unwrap_or_default(), before.to_vec(), private);
            }
            UseTree::Name(name) => self.bind(name.ident.to_string(), with(&name.ident), private),
            UseTree::Rename(rename) => self.bind(rename.rename.to_string(), with(&rename.ident), private),
            UseTree::Glob(_) => self.module.paths.push([before, &["*".to_owned()]].concat()),
        }
    }

    fn bind(&mut self, name: String, path: Vec<String>, private: bool) {
        if private {
            self.module.private.insert(name.clone());
        }
        self.module.imports.insert(name, path);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.end(&mut path);
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end(&mut path);
                    self.tokens(group.stream());
                }
                _ => self.end(&mut path),
            }
        }
        self.end(&mut path);
    }

    fn end(&mut self, path: &mut Vec<String>) {
        if path.len() > 1 {
            self.module.paths.push(std::mem::take(path));
        }
        path.clear();
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test"))
    })
}

fn file_name(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find(|attribute| attribute.path().is_ident("path")).and_then(|attribute| {
        match &attribute.meta.require_name_value().ok()?.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) => Some(name.value()),
            _ => None,
        }
    })
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_item(&mut self, item: &'a Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => {}
            Item::Mod(module) if module.content.is_none() => {
                let name = module.ident.to_string();
                self.module.children.insert(name.clone());
                self.files.push((name, file_name(&module.attrs)));
            }
            Item::Use(item) => self.import(&item.tree, &[], matches!(item.vis, Visibility::Inherited)),
            item => visit::visit_item(self, item),
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.module.paths.push(names);
        }
        visit::visit_path(self, path);
    }

    fn visit_attribute(&mut self, attribute: &'a Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }
}

/// The cycles of files that use each other, largest first.
pub fn circles(edges: &Edges) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        edges.keys().map(|file| (file.as_str(), reached(edges, file))).collect();
    for (file, reached) in &reach {
        let circle: Vec<&str> =
            reached.iter().filter(|other| reach.get(*other).is_some_and(|back| back.contains(file))).copied().collect();
        if circle.len() > 1 && !found.contains(&circle) {
            found.push(circle);
        }
    }
    found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    found
}

fn reached<'a>(edges: &'a Edges, file: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        for other in edges.get(file).into_iter().flatten() {
            if reached.insert(other.as_str()) {
                open.push(other);
            }
        }
    }
    reached
}
