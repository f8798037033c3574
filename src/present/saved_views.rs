//! Views that a person keeps under a name: as the browser stores them, and as a file.
//!
//! ```text
//! reconlens-views 1
//! Contoso, open credits<TAB>v=1&charge=customerCredit&sort=-Total
//! ```

/// The first line; the number is the format's.
const HEAD: &str = "reconlens-views 1";
/// Characters that a name has at most.
const MAX_NAME_CHARS: usize = 80;

/// A view under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What the person calls it.
    pub name: String,
    /// The view as the fragment of a link.
    pub fragment: String,
}

/// Views in the order in which they were kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedViews(Vec<SavedView>);

impl SavedViews {
    /// The views.
    #[must_use]
    pub fn all(&self) -> &[SavedView] {
        &self.0
    }

    /// Keeps a view; one of the same name is replaced. A blank name keeps nothing.
    pub fn keep(&mut self, name: &str, fragment: &str) {
        let name = clean(name);
        if name.is_empty() {
            return;
        }
        let fragment = fragment.to_owned();
        match self.0.iter_mut().find(|it| it.name == name) {
            Some(known) => known.fragment = fragment,
            None => self.0.push(SavedView { name, fragment }),
        }
    }

    /// Forgets a view.
    pub fn forget(&mut self, name: &str) {
        self.0.retain(|it| it.name != name);
    }

    /// Keeps the views of another list, too.
    pub fn join(&mut self, other: &Self) {
        other.0.iter().for_each(|it| self.keep(&it.name, &it.fragment));
    }

    /// Prints the views, a line each.
    #[must_use]
    pub fn print(&self) -> String {
        let lines = self.0.iter().map(|it| format!("{}\t{}\n", it.name, it.fragment));
        format!("{HEAD}\n{}", lines.collect::<String>())
    }

    /// Reads what [`Self::print`] printed.
    ///
    /// # Errors
    /// A sentence for the person, if the text is none of ours, or of a later version.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let head = lines.next().unwrap_or_default().trim();
        if head != HEAD {
            return Err(if head.starts_with("reconlens-views ") {
                "These views were saved by a later version of ReconLens.".to_owned()
            } else {
                "This is no file of saved views. Choose one that “Save as a file” wrote.".to_owned()
            });
        }
        let mut views = Self::default();
        for line in lines {
            if let Some((name, fragment)) = line.split_once('\t') {
                views.keep(name, fragment.trim());
            }
        }
        Ok(views)
    }
}

/// A name on one line, of a length that fits a list.
fn clean(name: &str) -> String {
    let line: String = name.split(char::is_whitespace).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().filter(|it| !it.is_control()).take(MAX_NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_back() {
        let mut views = SavedViews::default();
        views.keep("Contoso,\topen\ncredits", "v=1&charge=customerCredit");
        views.keep("All", "");
        views.keep("All", "v=1&q=x");
        views.keep("  ", "v=1");
        assert_eq!(views.all().len(), 2);
        assert_eq!(views.all()[0].name, "Contoso, open credits");
        assert_eq!(views.all()[1].fragment, "v=1&q=x");
        assert_eq!(SavedViews::parse(&views.print()), Ok(views.clone()));
        let mut joined = SavedViews::default();
        joined.keep("All", "old");
        joined.join(&views);
        assert_eq!(joined.all()[0].fragment, "v=1&q=x");
        joined.forget("All");
        assert_eq!(joined.all().len(), 1);
    }

    #[test]
    fn other_files_are_refused_with_a_reason() {
        assert!(SavedViews::parse("reconlens-views 2\n").is_err_and(|it| it.contains("later version")));
        assert!(SavedViews::parse("CustomerId,Total").is_err_and(|it| it.contains("no file of saved views")));
    }
}
