//! A second opinion: what another dissector says of the same packets, in the format that `tests/README.md` describes.

mod allowance;
mod compare;
mod record;
mod view;

pub use allowance::{Allowance, TSHARK};
pub use compare::{Comparison, Difference, compare};
use record::readable;
pub use record::{Record, read};
pub use view::view;

use std::collections::BTreeMap;
use std::path::Path;

/// What came of comparing a file.
#[derive(Debug, Default)]
pub struct Report {
    /// Packets that were compared.
    pub packets: usize,
    /// Packets whose link type drywire does not read, and in which the oracle saw no IPv4 header to begin at.
    pub skipped: usize,
    /// Fields that were compared.
    pub fields: usize,
    /// Statements of the oracle's that have no counterpart, with how often each was met.
    pub not_compared: BTreeMap<String, usize>,
    /// How often each allowance explained a difference, by its name.
    pub allowed: BTreeMap<&'static str, usize>,
    /// The differences that nothing explains: frame number, and what differs.
    pub differences: Vec<(u64, Difference)>,
}

impl Report {
    /// Compares a record, with what some allowances explain set apart.
    pub fn add(&mut self, record: &Record, allowances: &'static [Allowance]) {
        let Some(ours) = view(record) else {
            self.skipped += 1;
            return;
        };
        let Comparison { fields, not_compared, differences } = compare(&record.expected, &ours);
        self.packets += 1;
        self.fields += fields;
        not_compared.into_iter().for_each(|text| *self.not_compared.entry(text).or_default() += 1);
        for difference in differences {
            match allowances.iter().find(|allowance| (allowance.explains)(&difference, record)) {
                Some(allowance) => *self.allowed.entry(allowance.name).or_default() += 1,
                None => self.differences.push((record.frame, difference)),
            }
        }
    }

    /// Adds another report's counts and differences to this one's.
    pub fn merge(&mut self, other: Report) {
        let Report { packets, skipped, fields, not_compared, allowed, differences } = other;
        self.packets += packets;
        self.skipped += skipped;
        self.fields += fields;
        not_compared.into_iter().for_each(|(text, count)| *self.not_compared.entry(text).or_default() += count);
        allowed.into_iter().for_each(|(name, count)| *self.allowed.entry(name).or_default() += count);
        self.differences.extend(differences);
    }
}

/// Compares a whole file with what drywire makes of its packets.
///
/// # Errors
/// The file, or the capture beside it, cannot be read; the text says why.
pub fn compare_file(path: &Path) -> Result<Report, String> {
    let mut report = Report::default();
    for record in read(path)? {
        report.add(&record, TSHARK);
    }
    Ok(report)
}
