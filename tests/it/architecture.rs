//! The rules of ARCHITECTURE.md that the compiler does not enforce: who may use whom, and words that must not appear.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer and the layers it may use. The order is that of `src/lib.rs`.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("table", &["domain"]),
    ("ingest", &["domain", "table"]),
    ("view_state", &["domain"]),
    ("query", &["domain", "table", "view_state"]),
    ("protocol", &["domain", "view_state"]),
    ("report", &["domain", "table", "query", "view_state", "protocol"]),
    ("present", &["domain", "view_state", "protocol"]),
    ("session", &["domain", "table", "ingest", "query", "view_state", "protocol", "report"]),
    ("web", &["domain", "view_state", "protocol", "present"]),
    ("ui", &["domain", "view_state", "protocol", "present", "web"]),
];

/// A word, the layers that may use it, and why no other may.
const WORDS: [(&str, &[&str], &str); 8] = [
    ("f64", &["present", "ui", "web"], "money is never a binary float"),
    ("f32", &[], "money is never a binary float"),
    ("Decimal::from_str", &[], "rounds in silence; use domain::parse_decimal"),
    ("web_sys", &["web"], "only web knows the browser"),
    ("js_sys", &["web"], "only web knows the browser"),
    ("leptos", &["ui"], "only ui knows Leptos"),
    ("inner_html", &[], "text from files must never become markup"),
    ("Instant::now", &[], "same files and same link give the same screen"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every source file of the library with its layer and its code without comments.
fn layered_sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layer = |path: &Path| {
        let first = path.strip_prefix(&root).unwrap().iter().next().unwrap().to_str().unwrap().to_owned();
        first.trim_end_matches(".rs").to_owned()
    };
    let code = |path: &Path| -> String {
        let text = fs::read_to_string(path).unwrap();
        text.lines().filter(|it| !it.trim_start().starts_with("//")).map(|it| format!("{it}\n")).collect()
    };
    sources(&root).into_iter().map(|path| (layer(&path), path.clone(), code(&path))).collect()
}

#[test]
fn layers_use_only_those_below_them() {
    let mut wrong = Vec::new();
    for (layer, path, code) in layered_sources() {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else { continue };
        for (other, _) in LAYERS.iter().filter(|(name, _)| *name != layer && !allowed.contains(name)) {
            if code.contains(&format!("crate::{other}")) {
                wrong.push(format!("{} uses {other}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_belongs_to_a_layer() {
    let known = |it: &str| LAYERS.iter().any(|(name, _)| *name == it) || ["lib", "bin"].contains(&it);
    let strangers: Vec<_> =
        layered_sources().into_iter().filter(|(layer, ..)| !known(layer)).map(|(_, path, _)| path).collect();
    assert_eq!(strangers, Vec::<PathBuf>::new());
}

#[test]
fn words_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for (layer, path, code) in layered_sources() {
        for (word, allowed, reason) in WORDS {
            let is_used = code.match_indices(word).any(|(at, _)| {
                let is_part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
                !is_part(code[..at].chars().next_back()) && !is_part(code[at + word.len()..].chars().next())
            });
            let is_root = ["lib", "bin"].contains(&layer.as_str());
            if is_used && !is_root && !allowed.contains(&layer.as_str()) {
                wrong.push(format!("{}: {word} ({reason})", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_for_and_fits_the_head() {
    let mut wrong = Vec::new();
    for (_, path, _) in layered_sources() {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not say what it is for", path.display()));
        }
        if text.lines().count() > 800 {
            wrong.push(format!("{} is too long", path.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
