//! ARP, RFC 826, with addresses of any length.
//!
//! ```text
//! hardware type, 2; protocol type, 2; hardware length, 1; protocol length, 1; operation, 2;
//! sender hardware, sender protocol, target hardware, target protocol address
//! ```

use super::emit::{EmitError, Out};
use super::error::{Layer, ParseError, Report, Strict, truncated};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::{Split, fixed, split_within};

/// ARP's EtherType.
pub const ETHER_TYPE: u16 = 0x0806;

/// The length of the part before the addresses in bytes.
pub const FIXED_LENGTH: usize = 8;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const HARDWARE_TYPE: Field = Field::number("arp.hw.type Hardware type", 0..16).of(Sense::HardwareType);
    pub(crate) const PROTOCOL_TYPE: Field = Field::hex("arp.proto.type Protocol type", 16..32).of(Sense::EtherType);
    pub(crate) const HARDWARE_LENGTH: Field = Field::number("arp.hw.size Hardware length", 32..40).of(Sense::Bytes);
    pub(crate) const PROTOCOL_LENGTH: Field = Field::number("arp.proto.size Protocol length", 40..48).of(Sense::Bytes);
    pub(crate) const OPERATION: Field = Field::number("arp.opcode Operation", 48..64).of(Sense::ArpOperation);
    pub(crate) const SENDER_HARDWARE: Field = Field::mac("arp.src.hw Sender hardware address", 0..0);
    pub(crate) const SENDER_PROTOCOL: Field = Field::ipv4("arp.src.proto Sender protocol address", 0..0);
    pub(crate) const TARGET_HARDWARE: Field = Field::mac("arp.dst.hw Target hardware address", 0..0);
    pub(crate) const TARGET_PROTOCOL: Field = Field::ipv4("arp.dst.proto Target protocol address", 0..0);
}

/// An ARP packet. The lengths of its addresses are those of the slices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header<'a> {
    /// The hardware's number: 1 for Ethernet.
    pub hardware_type: u16,
    /// The protocol's EtherType: 0x0800 for IPv4.
    pub protocol_type: u16,
    /// The length of a hardware address in bytes.
    pub hardware_length: u8,
    /// The length of a protocol address in bytes.
    pub protocol_length: u8,
    /// 1 request, 2 reply.
    pub operation: u16,
    /// Who sends.
    pub sender_hardware: &'a [u8],
    /// Who sends.
    pub sender_protocol: &'a [u8],
    /// Who is sought.
    pub target_hardware: &'a [u8],
    /// Who is sought.
    pub target_protocol: &'a [u8],
}

impl<'a> Header<'a> {
    /// Reads a packet; gives it and what follows it (Ethernet's padding, as a rule).
    ///
    /// # Errors
    /// The bytes end inside the packet.
    ///
    /// ```
    /// let bytes = [0, 1, 8, 0, 1, 1, 0, 2, 0xa, 0xb, 0xc, 0xd];
    /// let (arp, _) = drywire::wire::arp::Header::parse(&bytes).unwrap();
    /// assert_eq!((arp.operation, arp.target_protocol), (2, &[0xd][..]));
    /// ```
    pub fn parse(input: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        match Self::split(input, 0, &mut Strict)? {
            Some((fixed, addresses, rest)) => Ok((Self::from_parts(fixed, addresses), rest)),
            None => Err(super::truncated(Layer::Arp, 0, FIXED_LENGTH, input).into()),
        }
    }

    /// Takes a packet apart that begins `offset` bytes into the frame: its fixed part, its addresses, and what follows. Nothing where
    /// it is not wholly there.
    pub(crate) fn split<R: Report>(
        input: &'a [u8],
        offset: u32,
        report: &mut R,
    ) -> Result<Option<Split<'a, FIXED_LENGTH>>, R::Stop> {
        let Some((fixed, rest)) = fixed(Layer::Arp, input, offset, report)? else { return Ok(None) };
        let pairs = 2 * (field::HARDWARE_LENGTH.get(fixed) + field::PROTOCOL_LENGTH.get(fixed)) as usize;
        let Some((addresses, after)) = rest.split_at_checked(pairs) else {
            truncated(report, Layer::Arp, offset, FIXED_LENGTH + pairs, input)?;
            return Ok(None);
        };
        Ok(Some((fixed, addresses, after)))
    }

    /// Reads a packet that was taken apart.
    pub(crate) fn from_parts(fixed: &[u8; FIXED_LENGTH], addresses: &'a [u8]) -> Self {
        let (hardware_length, protocol_length) =
            (field::HARDWARE_LENGTH.get(fixed) as u8, field::PROTOCOL_LENGTH.get(fixed) as u8);
        let hardware = usize::from(hardware_length);
        let [sender_hardware, sender_protocol, target_hardware, target_protocol] =
            split(addresses, hardware, hardware + usize::from(protocol_length));
        Header {
            hardware_type: field::HARDWARE_TYPE.get(fixed) as u16,
            protocol_type: field::PROTOCOL_TYPE.get(fixed) as u16,
            hardware_length,
            protocol_length,
            operation: field::OPERATION.get(fixed) as u16,
            sender_hardware,
            sender_protocol,
            target_hardware,
            target_protocol,
        }
    }

    /// Appends the packet as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        let mut fixed = [0; FIXED_LENGTH];
        field::HARDWARE_TYPE.put(&mut fixed, self.hardware_type.into());
        field::PROTOCOL_TYPE.put(&mut fixed, self.protocol_type.into());
        field::HARDWARE_LENGTH.put(&mut fixed, self.hardware_length.into());
        field::PROTOCOL_LENGTH.put(&mut fixed, self.protocol_length.into());
        field::OPERATION.put(&mut fixed, self.operation.into());
        out.bytes(&fixed)?;
        self.addresses().into_iter().try_for_each(|address| out.bytes(address))
    }

    /// The packet with the lengths of the sender's addresses.
    pub(crate) fn with_lengths(&self) -> Self {
        let (hardware_length, protocol_length) = (self.sender_hardware.len() as u8, self.sender_protocol.len() as u8);
        Header { hardware_length, protocol_length, ..*self }
    }

    /// The packet's length in bytes.
    #[must_use]
    pub fn emitted_len(&self) -> usize {
        FIXED_LENGTH + self.addresses().iter().map(|address| address.len()).sum::<usize>()
    }

    /// Names every bit of the packet, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.addresses().map(<[u8]>::len), &mut Spans::new(&mut each));
    }

    /// The addresses in their order on the wire.
    const fn addresses(&self) -> [&'a [u8]; 4] {
        [self.sender_hardware, self.sender_protocol, self.target_hardware, self.target_protocol]
    }
}

/// The addresses of a packet that was read, in their order on the wire.
pub(crate) fn addresses(packet: &[u8]) -> [&[u8]; 4] {
    let (fixed, addresses) = packet.split_first_chunk::<FIXED_LENGTH>().unwrap_or((&[0; FIXED_LENGTH], &[]));
    let hardware = field::HARDWARE_LENGTH.get(fixed) as usize;
    split(addresses, hardware, hardware + field::PROTOCOL_LENGTH.get(fixed) as usize)
}

/// The four addresses, of which the hardware's are so long, and a pair of both.
fn split(addresses: &[u8], hardware: usize, pair: usize) -> [&[u8]; 4] {
    let (sender, target) = split_within(addresses, pair);
    let (sender_hardware, sender_protocol) = split_within(sender, hardware);
    let (target_hardware, target_protocol) = split_within(target, hardware);
    [sender_hardware, sender_protocol, target_hardware, target_protocol]
}

/// Names every bit of a packet whose addresses are so long, in wire order.
pub(super) fn each_span(addresses: [usize; 4], spans: &mut Spans<'_>) {
    use field::{HARDWARE_LENGTH, HARDWARE_TYPE, OPERATION, PROTOCOL_LENGTH, PROTOCOL_TYPE};
    let fixed = fields!(&[HARDWARE_TYPE, PROTOCOL_TYPE, HARDWARE_LENGTH, PROTOCOL_LENGTH, OPERATION]);
    spans.fields(fixed, FIXED_LENGTH);
    let names = [
        fields!(&[field::SENDER_HARDWARE]),
        fields!(&[field::SENDER_PROTOCOL]),
        fields!(&[field::TARGET_HARDWARE]),
        fields!(&[field::TARGET_PROTOCOL]),
    ];
    for (name, length) in names.into_iter().zip(addresses) {
        spans.fields(name, length);
    }
}
