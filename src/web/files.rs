//! The files of a drop, folders included, or of a file input.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DragEvent, Event, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry, HtmlInputElement,
};

/// What was dropped: files, and folders that are yet to be walked.
#[derive(Debug)]
pub struct Dropped {
    files: Vec<File>,
    folders: Vec<FileSystemDirectoryEntry>,
}

/// The text of a file that is the page's own, not a billing file.
pub async fn text_of(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// Whether what is dragged over the page are files, not a part of the page itself.
#[must_use]
pub fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|it| it.types().iter().any(|it| it == "Files"))
}

/// Begins to drag a part of the page to another place of it.
pub fn begin_move(event: &DragEvent) {
    if let Some(transfer) = event.data_transfer() {
        transfer.set_effect_allowed("move");
        // Firefox drags nothing that has no data.
        let _set = transfer.set_data("text/plain", "");
    }
}

/// What was dropped. It must be asked for while the event is handled; folders can be walked later.
#[must_use]
pub fn dropped(event: &DragEvent) -> Dropped {
    let Some(transfer) = event.data_transfer() else { return Dropped { files: Vec::new(), folders: Vec::new() } };
    let items = transfer.items();
    let entries = (0..items.length()).filter_map(|it| items.get(it)?.webkit_get_as_entry().ok().flatten());
    let folders: Vec<FileSystemDirectoryEntry> =
        entries.filter(FileSystemEntry::is_directory).map(JsCast::unchecked_into).collect();
    let names: Vec<String> = folders.iter().map(|it| it.name()).collect();
    // A dropped folder stands among the files too, as one that cannot be read.
    let is_folder = |it: &File| names.contains(&it.name()) && it.type_().is_empty();
    let files = transfer.files().map(|it| listed(&it)).unwrap_or_default();
    Dropped { files: files.into_iter().filter(|it| !is_folder(it)).collect(), folders }
}

impl Dropped {
    /// All files, those of folders and of folders in them in order of their names.
    pub async fn all(self) -> Vec<File> {
        let Self { mut files, mut folders } = self;
        while let Some(folder) = folders.pop() {
            let mut entries = entries(&folder.create_reader()).await;
            entries.sort_by_key(FileSystemEntry::name);
            for entry in entries {
                match entry.dyn_into::<FileSystemDirectoryEntry>() {
                    Ok(inner) => folders.push(inner),
                    Err(entry) if entry.is_directory() => folders.push(entry.unchecked_into()),
                    // What cannot be read any more is not there.
                    Err(entry) => files.extend(file(entry.unchecked_ref()).await),
                }
            }
        }
        files
    }
}

/// The entries of a folder; they come in parts.
async fn entries(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let mut all = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve: Function, reject: Function| {
            let _asked = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        });
        let part: Vec<FileSystemEntry> = match JsFuture::from(promise).await {
            Ok(part) => Array::from(&part).iter().map(JsCast::unchecked_into).collect(),
            Err(_unreadable) => Vec::new(),
        };
        if part.is_empty() {
            return all;
        }
        all.extend(part);
    }
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The files that were chosen; the input is emptied, so that the same file can be chosen again.
#[must_use]
pub fn chosen(event: &Event) -> Vec<File> {
    let input: Option<HtmlInputElement> = event.target().and_then(|it| it.dyn_into().ok());
    let Some(input) = input else { return Vec::new() };
    let chosen = input.files().map(|it| listed(&it)).unwrap_or_default();
    input.set_value("");
    chosen
}

fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|it| files.get(it)).collect()
}
