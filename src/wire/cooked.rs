//! Linux cooked capture, versions 1 (LINKTYPE_LINUX_SLL) and 2 (LINKTYPE_LINUX_SLL2), as captures on "any" device have it.
//!
//! ```text
//! version 1: packet type, 2; hardware type, 2; address length, 2; address, 8; protocol, 2
//! version 2: protocol, 2; reserved, 2; interface index, 4; hardware type, 2; packet type, 1; address length, 1; address, 8
//! ```

use super::emit::{EmitError, Out};
use super::error::{Kind, Layer, ParseError, Report, Strict, fault};
use super::field::Span;
use super::fields::{Spans, fields};
use super::link::LinkType;
use super::reader::array;

/// The length of a version 1 header in bytes.
pub const V1_LENGTH: usize = 16;

/// The length of a version 2 header in bytes.
pub const V2_LENGTH: usize = 20;

/// The room for an address in bytes, in both versions.
pub const ADDRESS_ROOM: usize = 8;

pub(crate) mod field {
    pub(crate) mod v1 {
        use crate::wire::field::{Field, Sense};

        pub(crate) const PACKET_TYPE: Field = Field::number("sll.pkttype Packet type", 0..16).of(Sense::PacketType);
        pub(crate) const HARDWARE_TYPE: Field =
            Field::number("sll.hatype Hardware type", 16..32).of(Sense::HardwareType);
        pub(crate) const ADDRESS_LENGTH: Field = Field::number("sll.halen Address length", 32..48).of(Sense::Bytes);
        pub(crate) const ADDRESS: Field = Field::mac("sll.src.other Source", 48..112);
        pub(crate) const PROTOCOL: Field = Field::hex("sll.etype Protocol", 112..128).of(Sense::EtherType);
    }
    pub(crate) mod v2 {
        use crate::wire::field::{Field, Sense};

        pub(crate) const PROTOCOL: Field = Field::hex("sll.etype Protocol", 0..16).of(Sense::EtherType);
        pub(crate) const RESERVED: Field = Field::hex("sll.reserved Reserved", 16..32);
        pub(crate) const INTERFACE: Field = Field::number("sll.ifindex Interface index", 32..64);
        pub(crate) const HARDWARE_TYPE: Field =
            Field::number("sll.hatype Hardware type", 64..80).of(Sense::HardwareType);
        pub(crate) const PACKET_TYPE: Field = Field::number("sll.pkttype Packet type", 80..88).of(Sense::PacketType);
        pub(crate) const ADDRESS_LENGTH: Field = Field::number("sll.halen Address length", 88..96).of(Sense::Bytes);
        pub(crate) const ADDRESS: Field = Field::mac("sll.src.other Source", 96..160);
    }
}

/// A version 1 header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeaderV1 {
    /// 0 to us, 1 broadcast, 2 multicast, 3 between others, 4 from us.
    pub packet_type: u16,
    /// The device's ARPHRD number: 1 for Ethernet.
    pub hardware_type: u16,
    /// How many bytes of `address` count.
    pub address_length: u16,
    /// The sender's address and what pads it.
    pub address: [u8; ADDRESS_ROOM],
    /// The EtherType of the data.
    pub protocol: u16,
}

/// A version 2 header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeaderV2 {
    /// The EtherType of the data.
    pub protocol: u16,
    /// Zero by right.
    pub reserved: u16,
    /// The index of the device.
    pub interface_index: u32,
    /// The device's ARPHRD number: 1 for Ethernet.
    pub hardware_type: u16,
    /// 0 to us, 1 broadcast, 2 multicast, 3 between others, 4 from us.
    pub packet_type: u8,
    /// How many bytes of `address` count.
    pub address_length: u8,
    /// The sender's address and what pads it.
    pub address: [u8; ADDRESS_ROOM],
}

impl HeaderV1 {
    /// Reads a header; gives it and the data.
    ///
    /// # Errors
    /// The bytes end inside the header, or the address length is over 8.
    ///
    /// ```
    /// use drywire::wire::cooked::HeaderV1;
    /// let bytes = [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0];
    /// let (header, _) = HeaderV1::parse(&bytes).unwrap();
    /// assert_eq!((header.packet_type, header.protocol), (4, 0x0800));
    /// ```
    pub fn parse(input: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        match array(input) {
            Ok((rest, header)) => {
                check(LinkType::Sll, input, &mut Strict)?;
                Ok((Self::from_bytes(header), rest))
            }
            Err(_) => Err(super::truncated(Layer::Sll, 0, V1_LENGTH, input).into()),
        }
    }

    /// The header that these bytes are.
    pub(crate) fn from_bytes(bytes: &[u8; V1_LENGTH]) -> Self {
        use field::v1::{ADDRESS, ADDRESS_LENGTH, HARDWARE_TYPE, PACKET_TYPE, PROTOCOL};
        HeaderV1 {
            packet_type: PACKET_TYPE.get(bytes) as u16,
            hardware_type: HARDWARE_TYPE.get(bytes) as u16,
            address_length: ADDRESS_LENGTH.get(bytes) as u16,
            address: ADDRESS.array(bytes),
            protocol: PROTOCOL.get(bytes) as u16,
        }
    }

    /// Appends the header as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        use field::v1::{ADDRESS, ADDRESS_LENGTH, HARDWARE_TYPE, PACKET_TYPE, PROTOCOL};
        let mut fixed = [0; V1_LENGTH];
        PACKET_TYPE.put(&mut fixed, self.packet_type.into());
        HARDWARE_TYPE.put(&mut fixed, self.hardware_type.into());
        ADDRESS_LENGTH.put(&mut fixed, self.address_length.into());
        ADDRESS.put_array(&mut fixed, self.address);
        PROTOCOL.put(&mut fixed, self.protocol.into());
        out.bytes(&fixed)
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span_v1(&mut Spans::new(&mut each));
    }
}

/// Names every bit of a version 1 header, in wire order.
pub(super) fn each_span_v1(spans: &mut Spans<'_>) {
    use field::v1::{ADDRESS, ADDRESS_LENGTH, HARDWARE_TYPE, PACKET_TYPE, PROTOCOL};
    spans.fields(fields!(&[PACKET_TYPE, HARDWARE_TYPE, ADDRESS_LENGTH, ADDRESS, PROTOCOL]), V1_LENGTH);
}

impl HeaderV2 {
    /// Reads a header; gives it and the data.
    ///
    /// # Errors
    /// The bytes end inside the header, or the address length is over 8.
    ///
    /// ```
    /// use drywire::wire::cooked::HeaderV2;
    /// let bytes = [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0];
    /// let (header, _) = HeaderV2::parse(&bytes).unwrap();
    /// assert_eq!((header.interface_index, header.protocol), (3, 0x0800));
    /// ```
    pub fn parse(input: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        match array(input) {
            Ok((rest, header)) => {
                check(LinkType::Sll2, input, &mut Strict)?;
                Ok((Self::from_bytes(header), rest))
            }
            Err(_) => Err(super::truncated(Layer::Sll2, 0, V2_LENGTH, input).into()),
        }
    }

    /// The header that these bytes are.
    pub(crate) fn from_bytes(bytes: &[u8; V2_LENGTH]) -> Self {
        use field::v2::{ADDRESS, ADDRESS_LENGTH, HARDWARE_TYPE, INTERFACE, PACKET_TYPE, PROTOCOL, RESERVED};
        HeaderV2 {
            protocol: PROTOCOL.get(bytes) as u16,
            reserved: RESERVED.get(bytes) as u16,
            interface_index: INTERFACE.get(bytes),
            hardware_type: HARDWARE_TYPE.get(bytes) as u16,
            packet_type: PACKET_TYPE.get(bytes) as u8,
            address_length: ADDRESS_LENGTH.get(bytes) as u8,
            address: ADDRESS.array(bytes),
        }
    }

    /// Appends the header as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        use field::v2::{ADDRESS, ADDRESS_LENGTH, HARDWARE_TYPE, INTERFACE, PACKET_TYPE, PROTOCOL, RESERVED};
        let mut fixed = [0; V2_LENGTH];
        PROTOCOL.put(&mut fixed, self.protocol.into());
        RESERVED.put(&mut fixed, self.reserved.into());
        INTERFACE.put(&mut fixed, self.interface_index);
        HARDWARE_TYPE.put(&mut fixed, self.hardware_type.into());
        PACKET_TYPE.put(&mut fixed, self.packet_type.into());
        ADDRESS_LENGTH.put(&mut fixed, self.address_length.into());
        ADDRESS.put_array(&mut fixed, self.address);
        out.bytes(&fixed)
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span_v2(&mut Spans::new(&mut each));
    }
}

/// Names every bit of a version 2 header, in wire order.
pub(super) fn each_span_v2(spans: &mut Spans<'_>) {
    use field::v2::{ADDRESS, ADDRESS_LENGTH, HARDWARE_TYPE, INTERFACE, PACKET_TYPE, PROTOCOL, RESERVED};
    let fields = fields!(&[PROTOCOL, RESERVED, INTERFACE, HARDWARE_TYPE, PACKET_TYPE, ADDRESS_LENGTH, ADDRESS]);
    spans.fields(fields, V2_LENGTH);
}

/// Reports an address length that is over the room for it, of a header that is there.
pub(super) fn check<R: Report>(link_type: LinkType, header: &[u8], report: &mut R) -> Result<(), R::Stop> {
    let (layer, field) = match link_type {
        LinkType::Sll2 => (Layer::Sll2, field::v2::ADDRESS_LENGTH),
        _ => (Layer::Sll, field::v1::ADDRESS_LENGTH),
    };
    let (at, length) = (field.start / 8, field.length / 8);
    let bytes = header.get(at as usize..(at + length) as usize).unwrap_or_default();
    let claimed = bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    let maximum = ADDRESS_ROOM as u32;
    if claimed <= maximum {
        return Ok(());
    }
    fault(report, layer, at, length, Kind::AddressLength { claimed, maximum })
}
