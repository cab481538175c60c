//! Ethernet II, with any number of 802.1Q and 802.1ad tags.
//!
//! ```text
//! +-----------------+-----------------+=================+---------+
//! | destination, 6  |    source, 6    | tags, 4 each    | type, 2 |
//! +-----------------+-----------------+=================+---------+
//!                                     | TPID, 2 | TCI, 2: priority (3), drop eligible (1), id (12)
//! ```

use super::emit::{EmitError, Out};
use super::error::{Kind, Layer, ParseError, Report, Strict, fault};
use super::field::Span;
use super::fields::{Spans, fields};
use super::link::be16;
use super::reader::split_within;
use core::fmt;

/// The length of a header without tags in bytes.
pub const UNTAGGED_LENGTH: usize = 14;

/// How many tags are read; a frame of 65,535 bytes has no room for more.
pub const MAXIMUM_TAGS: usize = 16_384;

pub(crate) const ADDRESSES_LENGTH: usize = 12;
pub(crate) const TAG_LENGTH: usize = 4;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const DESTINATION: Field = Field::mac("eth.dst Destination", 0..48);
    pub(crate) const SOURCE: Field = Field::mac("eth.src Source", 48..96);
    pub(crate) const TYPE: Field = Field::hex("eth.type Type", 0..16).of(Sense::TypeOrLength);
    pub(crate) const TAGGED_TYPE: Field = Field::hex("vlan.etype Type", 0..16).of(Sense::TypeOrLength);
    pub(crate) const PRIORITY: Field = Field::number("vlan.priority Priority", 16..19);
    pub(crate) const DROP_ELIGIBLE: Field = Field::flag("vlan.dei Drop eligible", 19);
    pub(crate) const ID: Field = Field::number("vlan.id VLAN id", 20..32);
}

/// A hardware address of 6 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MacAddress(pub [u8; 6]);

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

/// An 802.1Q or 802.1ad tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The tag's protocol: 0x8100 (802.1Q), 0x88a8 (802.1ad) or 0x9100 (before the standard).
    pub protocol: u16,
    /// Priority code point, 3 bits.
    pub priority: u8,
    /// Whether the frame may be dropped first.
    pub drop_eligible: bool,
    /// VLAN id, 12 bits.
    pub id: u16,
}

impl Tag {
    /// Whether an EtherType announces a tag.
    #[must_use]
    pub const fn is_protocol(ether_type: u16) -> bool {
        matches!(ether_type, 0x8100 | 0x88a8 | 0x9100)
    }

    /// The tag's four bytes.
    #[must_use]
    pub fn to_wire(self) -> [u8; 4] {
        let mut bytes = [0; TAG_LENGTH];
        field::TYPE.put(&mut bytes, self.protocol.into());
        field::PRIORITY.put(&mut bytes, self.priority.into());
        field::DROP_ELIGIBLE.put(&mut bytes, self.drop_eligible.into());
        field::ID.put(&mut bytes, self.id.into());
        bytes
    }
}

/// A frame's tags, outermost first, as they stand in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags<'a>(&'a [[u8; 4]]);

impl<'a> Tags<'a> {
    /// Tags from their bytes: protocol and control information of each.
    #[must_use]
    pub const fn from_wire(tags: &'a [[u8; 4]]) -> Self {
        Tags(tags)
    }

    /// The tags' bytes.
    #[must_use]
    pub const fn as_wire(self) -> &'a [[u8; 4]] {
        self.0
    }

    /// The tags, outermost first.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Tag> + Clone + 'a {
        self.0.iter().map(|bytes| Tag {
            protocol: field::TYPE.get(bytes) as u16,
            priority: field::PRIORITY.get(bytes) as u8,
            drop_eligible: field::DROP_ELIGIBLE.get(bytes) == 1,
            id: field::ID.get(bytes) as u16,
        })
    }
}

/// A frame's header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header<'a> {
    /// Destination address.
    pub destination: MacAddress,
    /// Source address.
    pub source: MacAddress,
    /// VLAN tags, outermost first.
    pub tags: Tags<'a>,
    /// The EtherType of the data; a length in bytes where it is under 0x0600 (IEEE 802.3).
    pub ether_type: u16,
}

impl<'a> Header<'a> {
    /// Reads a header and its tags; gives them and the data.
    ///
    /// # Errors
    /// The bytes end inside the header or a tag, or there are over 16,384 tags.
    ///
    /// ```
    /// let frame = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x81, 0, 0x60, 5, 8, 0, b'x'];
    /// let (header, data) = drywire::wire::ethernet::Header::parse(&frame).unwrap();
    /// assert_eq!((header.ether_type, data), (0x0800, &b"x"[..]));
    /// assert_eq!(header.tags.iter().next().map(|tag| (tag.priority, tag.id)), Some((3, 5)));
    /// ```
    pub fn parse(input: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        if input.len() < UNTAGGED_LENGTH {
            return Err(super::truncated(Layer::Ethernet, 0, UNTAGGED_LENGTH, input).into());
        }
        let (length, _) = measure(input, &mut Strict)?;
        let (header, rest) = split_within(input, length);
        Ok((Self::from_bytes(header), rest))
    }

    /// The header that these bytes are, tags and all.
    pub(crate) fn from_bytes(bytes: &'a [u8]) -> Self {
        let (addresses, rest) = bytes.split_first_chunk::<ADDRESSES_LENGTH>().unwrap_or((&[0; ADDRESSES_LENGTH], &[]));
        let (tags, ether_type) = rest.as_chunks();
        Header {
            destination: MacAddress(field::DESTINATION.array(addresses)),
            source: MacAddress(field::SOURCE.array(addresses)),
            tags: Tags(tags),
            ether_type: ether_type.try_into().map(u16::from_be_bytes).unwrap_or_default(),
        }
    }

    /// Appends the header as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        let mut addresses = [0; ADDRESSES_LENGTH];
        field::DESTINATION.put_array(&mut addresses, self.destination.0);
        field::SOURCE.put_array(&mut addresses, self.source.0);
        out.bytes(&addresses)?;
        out.bytes(self.tags.0.as_flattened())?;
        out.bytes(&self.ether_type.to_be_bytes())
    }

    /// The header's length in bytes, tags and all.
    #[must_use]
    pub const fn emitted_len(&self) -> usize {
        UNTAGGED_LENGTH + self.tags.0.len() * TAG_LENGTH
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.tags.0.len(), &mut Spans::new(&mut each));
    }
}

/// Names every bit of a header with so many tags, in wire order.
pub(super) fn each_span(tags: usize, spans: &mut Spans<'_>) {
    use field::{DESTINATION, DROP_ELIGIBLE, ID, PRIORITY, SOURCE, TAGGED_TYPE, TYPE};
    spans.fields(fields!(&[DESTINATION, SOURCE]), ADDRESSES_LENGTH);
    let mut kind = fields!(&[TYPE]);
    for _ in 0..tags {
        spans.fields(kind, 2);
        spans.fields(fields!(&[PRIORITY, DROP_ELIGIBLE, ID]), 2);
        kind = fields!(&[TAGGED_TYPE]);
    }
    spans.fields(kind, 2);
}

/// The length of a header that is there but for its tags, and the type of what follows. A tag that is not wholly there is not part
/// of it.
pub(super) fn measure<R: Report>(frame: &[u8], report: &mut R) -> Result<(usize, u16), R::Stop> {
    let mut length = UNTAGGED_LENGTH;
    loop {
        let ether_type = be16(frame, length - 2);
        if !Tag::is_protocol(ether_type) {
            return Ok((length, ether_type));
        }
        let available = (frame.len() - length) as u32;
        let kind = if length == UNTAGGED_LENGTH + MAXIMUM_TAGS * TAG_LENGTH {
            Kind::TooManyTags { limit: MAXIMUM_TAGS as u32 }
        } else if available < TAG_LENGTH as u32 {
            Kind::HeaderTruncated { needed: TAG_LENGTH as u32, available }
        } else {
            length += TAG_LENGTH;
            continue;
        };
        fault(report, Layer::Vlan, length as u32, available, kind)?;
        return Ok((length, ether_type));
    }
}
