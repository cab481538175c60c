//! The real captures, which are beside the repository where they are at all.

use std::path::{Path, PathBuf};

/// The endings of capture files' names.
pub const CAPTURES: &[&str] = &["pcap", "pcapng"];

/// The files of the captures' folder with one of these endings, in order. Nothing where there is no such folder; it is said that
/// the test was skipped.
///
/// # Panics
/// The folder is there, and has no such file.
#[must_use]
pub fn files(endings: &[&str]) -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return None;
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)));
    files.sort();
    assert!(!files.is_empty(), "there are no files that end in {endings:?} in {}", folder.display());
    Some(files)
}
