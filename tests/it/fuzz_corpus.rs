//! What fuzzing left: inputs that reached something new, and those that once crashed.

#[path = "../../fuzz/entry.rs"]
mod entry;

#[test]
fn no_input_that_fuzzing_found_is_mistreated() {
    let n_inputs = entry::replay(include_str!("../fixtures/fuzz/corpus.txt"));
    assert!(n_inputs > 500, "{n_inputs}");
}
