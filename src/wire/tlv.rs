//! The option list that IPv4 (RFC 791 3.1) and TCP (RFC 9293 3.1) share, and that of IPv6's extension headers (RFC 8200 4.2): a kind
//! alone, or kind, length and data.

use super::error::{Kind, Layer, Report, fault};
use super::fields::{FieldList, Spans};
use super::ipv6::MAXIMUM_OPTIONS;
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

/// What differs between the lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grammar {
    /// What a length counts besides the data: 2 where that is kind and length.
    pub(crate) counted: u8,
    /// The kind that ends the list.
    end: Option<u8>,
    /// The kind that is one byte of padding.
    padding: u8,
    /// How many elements are told apart; what follows them is kept as it is.
    most: usize,
}

impl Grammar {
    /// IPv4's and TCP's: a header has no room for many.
    pub(crate) const HEADER: Grammar = Grammar { counted: 2, end: Some(END), padding: NO_OPERATION, most: usize::MAX };
    /// IPv6's.
    pub(crate) const EXTENSION: Grammar = Grammar { counted: 0, end: None, padding: 0, most: MAXIMUM_OPTIONS };
}

/// The elements of an option list.
#[derive(Clone, Debug)]
pub(crate) struct Items<'a> {
    bytes: &'a [u8],
    grammar: Grammar,
}

impl<'a> Items<'a> {
    /// The elements of a list that is written by this grammar.
    #[inline]
    pub(crate) const fn new(bytes: &'a [u8], grammar: Grammar) -> Self {
        Items { bytes, grammar }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn next(&mut self) -> Option<Item<'a>> {
        let (left, item) = item(self.bytes, self.grammar).ok()?;
        self.bytes = left;
        self.grammar.most = self.grammar.most.wrapping_sub(1);
        Some(item)
    }
}

/// Reads one element; the list must not be empty.
#[inline]
fn item(list: &[u8], grammar: Grammar) -> Read<'_, Item<'_>> {
    let (after, kind) = be_u8(list)?;
    if Some(kind) == grammar.end {
        return Ok((&[], Item::End { padding: after }));
    }
    if grammar.most > 0 {
        if kind == grammar.padding {
            return Ok((after, Item::NoOperation));
        }
        if let Ok((left, data)) = data(after, grammar.counted) {
            return Ok((left, Item::Option { kind, data }));
        }
    }
    Ok((&[], Item::Malformed { kind, rest: after }))
}

/// The data of an option, by the length byte before it.
#[inline]
fn data(after_kind: &[u8], counted: u8) -> Read<'_, &[u8]> {
    let (left, length) = map_opt(be_u8::<_, Short>, |length| length.checked_sub(counted)).parse(after_kind)?;
    take(length.into())(left)
}

/// Reports what is wrong with an option list that begins `offset` bytes into the frame: all that is, or the first in an extension
/// header, of which there may be many. `allows` says whether a kind may have so much data; it answers true for kinds that it does not
/// know.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))] // a copy for each grammar is faster
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn check<R: Report>(
    mut items: Items<'_>,
    layer: Layer,
    offset: u32,
    allows: fn(u8, &[u8]) -> bool,
    report: &mut R,
) -> Result<(), R::Stop> {
    let Grammar { counted, .. } = items.grammar;
    let end = offset + items.bytes.len() as u32;
    loop {
        let (at, left) = (end - items.bytes.len() as u32, items.grammar.most);
        match items.next() {
            None | Some(Item::End { .. }) => return Ok(()),
            Some(Item::Option { kind, data }) if !allows(kind, data) => {
                let claimed = data.len() as u32 + u32::from(counted);
                let kind = Kind::OptionLength { kind: kind.into(), claimed };
                fault(report, layer, at, data.len() as u32 + 2, kind)?;
                if counted == 0 {
                    return Ok(());
                }
            }
            Some(Item::Malformed { kind, rest }) => {
                let counted = (left > 0).then_some(counted);
                return malformed(report, layer, at, kind, rest, counted);
            }
            Some(_) => {}
        }
    }
}

/// Reports why an option at `at` could not be read, whose length counts so much besides its data; or that it is one too many.
#[cold]
#[inline(never)]
fn malformed<R: Report>(
    report: &mut R,
    layer: Layer,
    at: u32,
    kind: u8,
    rest: &[u8],
    counted: Option<u8>,
) -> Result<(), R::Stop> {
    let (kind, available) = (u32::from(kind), rest.len() as u32 + 1);
    match (counted, rest.first()) {
        (None, _) => {
            let kind = Kind::TooManyExtensions { limit: MAXIMUM_OPTIONS as u32 };
            fault(report, layer, at, available, kind)
        }
        (_, None) => fault(report, layer, at, available, Kind::OptionLengthMissing { kind }),
        (Some(counted), Some(claimed)) => {
            let claimed = *claimed;
            if claimed < counted {
                return fault(report, layer, at, available, Kind::OptionLengthSmall { kind, claimed: claimed.into() });
            }
            let claimed = u32::from(claimed) + u32::from(2 - counted);
            fault(report, layer, at, available, Kind::OptionBeyondEnd { claimed, available })
        }
    }
}

/// What the elements of a header's options are called.
pub(crate) struct Names {
    /// Kind and length.
    pub(crate) head: FieldList,
    /// What follows the end of the list.
    pub(crate) padding: FieldList,
    /// What follows a kind whose length is wrong.
    pub(crate) malformed: FieldList,
    /// Names all bytes of an option's data.
    pub(crate) data: fn(u8, &[u8], &mut Spans<'_>),
}

/// Names every byte of an option list.
pub(crate) fn each_span(items: Items<'_>, names: &Names, spans: &mut Spans<'_>) {
    for item in items {
        spans.fields(names.head, if let Item::Option { .. } = item { 2 } else { 1 });
        match item {
            Item::NoOperation => {}
            Item::End { padding } => spans.fields(names.padding, padding.len()),
            Item::Malformed { rest, .. } => spans.fields(names.malformed, rest.len()),
            Item::Option { kind, data } => (names.data)(kind, data, spans),
        }
    }
}
