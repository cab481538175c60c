//! The option list that IPv4 (RFC 791 3.1) and TCP (RFC 9293 3.1) share: a kind alone, or kind, length and data.

use super::error::{Kind, Layer, Report, fault};
use super::reader::{Read, Short, take};
use nom::Parser;
use nom::combinator::map_opt;
use nom::number::complete::be_u8;

/// End of the option list.
pub(crate) const END: u8 = 0;
/// One byte of padding.
pub(crate) const NO_OPERATION: u8 = 1;

/// One element of an option list, not yet typed. Between them the elements hold every byte of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item<'a> {
    /// Kind 0; `padding` is all that follows it.
    End { padding: &'a [u8] },
    /// Kind 1.
    NoOperation,
    /// Any other kind with a length that fits; `data` is what follows kind and length.
    Option { kind: u8, data: &'a [u8] },
    /// A kind whose length is missing, under 2, or past the end; `rest` is all that follows the kind.
    Malformed { kind: u8, rest: &'a [u8] },
}

/// Reads one element; the list must not be empty.
#[inline]
pub(crate) fn item(list: &[u8]) -> Read<'_, Item<'_>> {
    let (after, kind) = be_u8(list)?;
    match kind {
        END => Ok((&[], Item::End { padding: after })),
        NO_OPERATION => Ok((after, Item::NoOperation)),
        _ => match data(after) {
            Ok((left, data)) => Ok((left, Item::Option { kind, data })),
            Err(_) => Ok((&[], Item::Malformed { kind, rest: after })),
        },
    }
}

/// The data of an option, by the length byte before it.
#[inline]
fn data(after_kind: &[u8]) -> Read<'_, &[u8]> {
    let (left, length) = map_opt(be_u8::<_, Short>, |length| length.checked_sub(2)).parse(after_kind)?;
    take(length.into())(left)
}

/// The elements of an option list.
#[derive(Clone, Debug)]
pub(crate) struct Items<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    #[inline]
    fn next(&mut self) -> Option<Item<'a>> {
        let (left, item) = item(self.0).ok()?;
        self.0 = left;
        Some(item)
    }
}

/// Reports what is wrong with an option list that begins `offset` bytes into the frame. `allows` says whether a kind may
/// have so much data; it answers true for kinds that it does not know.
#[inline(never)]
pub(crate) fn check<R: Report>(
    list: &[u8],
    layer: Layer,
    offset: u32,
    allows: fn(u8, &[u8]) -> bool,
    report: &mut R,
) -> Result<(), R::Stop> {
    let mut at = offset;
    for item in Items(list) {
        match item {
            Item::End { .. } => return Ok(()),
            Item::NoOperation => at += 1,
            Item::Option { kind, data } => {
                let length = data.len() as u32 + 2;
                if !allows(kind, data) {
                    let kind = Kind::OptionLength { kind: kind.into(), claimed: length };
                    fault(report, layer, at, length, kind)?;
                }
                at += length;
            }
            Item::Malformed { kind, rest } => {
                let length = rest.len() as u32 + 1;
                return fault(report, layer, at, length, reason(kind, rest));
            }
        }
    }
    Ok(())
}

/// Why an option could not be read.
#[cold]
#[inline(never)]
fn reason(kind: u8, rest: &[u8]) -> Kind {
    let kind = u32::from(kind);
    match rest.first().map(|length| u32::from(*length)) {
        None => Kind::OptionLengthMissing { kind },
        Some(claimed) if claimed < 2 => Kind::OptionLengthSmall { kind, claimed },
        Some(claimed) => Kind::OptionBeyondEnd { claimed, available: rest.len() as u32 + 1 },
    }
}

/// Gives each element of an option list with where it begins; the list begins `at` bytes into the header.
pub(crate) fn spans<'a>(list: &'a [u8], at: usize, mut each: impl FnMut(Item<'a>, usize)) {
    let mut items = Items(list);
    let mut from = at;
    while let Some(item) = items.next() {
        each(item, from);
        from = at + list.len() - items.0.len();
    }
}
