//! What can be wrong with a packet, said in one place: which layer, where, and by whose claim.
//!
//! There is one list of faults, [`Kind`]. The strict face stops at the first and returns it as a [`ParseError`]; the lax
//! face hands each one over as a [`Problem`] and reads on.

use super::{arp, icmpv4, icmpv6, ipv4, ipv6, tcp, udp};
use core::convert::Infallible;
use core::fmt;

/// The part of a frame that a problem or a header belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Layer {
    /// Ethernet II.
    Ethernet,
    /// An 802.1Q or 802.1ad tag.
    Vlan,
    /// The BSD loopback header in host byte order (LINKTYPE_NULL).
    Null,
    /// The OpenBSD loopback header in network byte order (LINKTYPE_LOOP).
    Loop,
    /// Linux cooked capture, version 1.
    Sll,
    /// Linux cooked capture, version 2.
    Sll2,
    /// ARP, RFC 826.
    Arp,
    /// IPv4, RFC 791.
    Ipv4,
    /// IPv6, RFC 8200.
    Ipv6,
    /// ICMP, RFC 792.
    Icmp,
    /// UDP, RFC 768.
    Udp,
    /// TCP, RFC 9293.
    Tcp,
    /// ICMPv6, RFC 4443.
    Icmpv6,
}

impl Layer {
    /// Every layer, in the order of its discriminant.
    pub const ALL: [Layer; 13] = [
        Layer::Ethernet,
        Layer::Vlan,
        Layer::Null,
        Layer::Loop,
        Layer::Sll,
        Layer::Sll2,
        Layer::Arp,
        Layer::Ipv4,
        Layer::Ipv6,
        Layer::Icmp,
        Layer::Udp,
        Layer::Tcp,
        Layer::Icmpv6,
    ];

    /// The layer's name, as the JavaScript API spells it: `"ethernet"`, `"ipv4"`, `"tcp"` …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Layer::Ethernet => "ethernet",
            Layer::Vlan => "vlan",
            Layer::Null => "null",
            Layer::Loop => "loop",
            Layer::Sll => "sll",
            Layer::Sll2 => "sll2",
            Layer::Arp => "arp",
            Layer::Ipv4 => "ipv4",
            Layer::Ipv6 => "ipv6",
            Layer::Icmp => "icmp",
            Layer::Udp => "udp",
            Layer::Tcp => "tcp",
            Layer::Icmpv6 => "icmpv6",
        }
    }
}

impl Layer {
    /// The EtherType that announces a network header.
    pub(crate) const fn ether_type(self) -> Option<u16> {
        match self {
            Layer::Ipv4 => Some(ipv4::ETHER_TYPE),
            Layer::Arp => Some(arp::ETHER_TYPE),
            Layer::Ipv6 => Some(ipv6::ETHER_TYPE),
            _ => None,
        }
    }

    /// The number by which an IP header announces a transport.
    #[inline(always)]
    pub(crate) const fn protocol(self) -> Option<u8> {
        match self {
            Layer::Tcp => Some(tcp::PROTOCOL),
            Layer::Udp => Some(udp::PROTOCOL),
            Layer::Icmp => Some(icmpv4::PROTOCOL),
            Layer::Icmpv6 => Some(icmpv6::PROTOCOL),
            _ => None,
        }
    }

    /// What a transport's checksum covers.
    #[inline(always)]
    pub(crate) const fn checksum(self) -> Option<Coverage> {
        let offset = match self {
            Layer::Tcp => 16,
            Layer::Udp => 6,
            Layer::Icmp => return Some(Coverage { offset: 2, protocol: None }),
            Layer::Icmpv6 => 2,
            _ => return None,
        };
        Some(Coverage { offset, protocol: self.protocol() })
    }
}

/// What a transport's checksum covers besides the transport.
pub(crate) struct Coverage {
    /// Where the checksum stands in the header.
    pub(crate) offset: usize,
    /// The protocol in the pseudo-header; nothing where there is none.
    pub(crate) protocol: Option<u8>,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Declares each fault once: its variant, its numbers, its code and its sentence. `{a}` and `{b}` stand for the numbers in
/// their order, `{a:x}` for four hexadecimal digits.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$number_doc:meta])* $number:ident),* } = $code:literal, $sentence:literal;)*) => {
        /// What is wrong. The numbers say what was claimed or needed, and what was there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $name { $($(#[$number_doc])* $number: u32),* }),* }

        impl Kind {
            /// Code and sentence of every kind, at the index that [`Kind::id`] gives. In a sentence `{a}` and `{b}` stand
            /// for [`Kind::numbers`], and `{a:x}` for the number as `0x` and four hexadecimal digits.
            pub const TABLE: &'static [(&'static str, &'static str)] = &[$(($code, $sentence)),*];

            /// The kind's index in [`Kind::TABLE`].
            #[must_use]
            pub const fn id(&self) -> u8 {
                #[allow(dead_code)] // each name is used by one arm
                #[repr(u8)]
                enum Id { $($name),* }
                match self { $(Kind::$name { .. } => Id::$name as u8),* }
            }

            /// The kind's numbers in their order; 0 where it has none.
            #[must_use]
            pub const fn numbers(&self) -> (u32, u32) {
                match *self { $(Kind::$name { $($number),* } => first_two(&[$($number),*])),* }
            }

            /// The kind's stable name in kebab case, as the JavaScript API's `Problem.code` has it.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Kind::$name { .. } => $code),* }
            }

            const fn sentence(&self) -> &'static str {
                match self { $(Kind::$name { .. } => $sentence),* }
            }
        }
    };
}

const fn first_two(numbers: &[u32]) -> (u32, u32) {
    match numbers {
        [] => (0, 0),
        [a] => (*a, 0),
        [a, b, ..] => (*a, *b),
    }
}

kinds! {
    /// The bytes end inside a header's fixed part, so the header is not read.
    HeaderTruncated {
        /// Bytes that the fixed part takes.
        needed,
        /// Bytes that are there.
        available
    } = "header-truncated", "the header needs {a} bytes and {b} are there";
    /// The IP version is not the one that the layer below announced.
    Version {
        /// The version found.
        found,
        /// The version that was announced.
        expected
    } = "version", "the version is {a} where {b} was announced";
    /// IHL or data offset is under 5 words, or an Authentication header's length under 3.
    HeaderLengthSmall {
        /// The header's length as it claims, in bytes.
        claimed,
        /// The length of the fixed part, in bytes.
        minimum
    } = "header-length-small", "the header length says {a} bytes; the fixed part alone takes {b}";
    /// IHL, data offset or an extension header's length points past the end.
    HeaderLengthBeyondEnd {
        /// The header's length as it claims, in bytes.
        claimed,
        /// Bytes that are there.
        available
    } = "header-length-beyond-end", "the header length says {a} bytes and {b} are there";
    /// IPv4's total length or IPv6's payload length is 0: the packet was captured before segmentation offload set it.
    TotalLengthZero {} = "total-length-zero", "the length is 0, as segmentation offload leaves it; the packet is taken to end with the frame";
    /// IPv4's total length does not even cover the header.
    TotalLengthSmall {
        /// The total length as it claims, in bytes.
        claimed,
        /// The header's length, in bytes.
        header
    } = "total-length-small", "the total length says {a} bytes and the header alone takes {b}; the packet is taken to end with the frame";
    /// The packet's length reaches past the captured bytes: the capture was cut short, or the length lies.
    Truncated {
        /// The packet's length as it claims, header included, in bytes.
        claimed,
        /// Bytes that are there.
        available
    } = "truncated", "the packet's length says {a} bytes and {b} are there: cut short, or the length lies";
    /// UDP's length is under 8.
    UdpLengthSmall {
        /// The length as it claims, in bytes.
        claimed,
        /// The header's length, in bytes.
        minimum
    } = "udp-length-small", "the length says {a} bytes and the header alone takes {b}";
    /// UDP's length reaches past the end of the IP packet.
    UdpLengthBeyondEnd {
        /// The length as it claims, in bytes.
        claimed,
        /// Bytes that the IP packet has for it.
        available
    } = "udp-length-beyond-end", "the length says {a} bytes and the packet has {b}";
    /// An option ends after its kind, before its length.
    OptionLengthMissing {
        /// The option's kind.
        kind
    } = "option-length-missing", "option {a} ends before its length";
    /// An option's length is 0 or 1.
    OptionLengthSmall {
        /// The option's kind.
        kind,
        /// The length as it claims, in bytes.
        claimed
    } = "option-length-small", "option {a} has a length of {b}; kind and length alone take 2";
    /// An option reaches past the end of the header.
    OptionBeyondEnd {
        /// The length as it claims, in bytes.
        claimed,
        /// Bytes that are left of the header.
        available
    } = "option-beyond-end", "the option's length says {a} bytes and {b} are left of the header";
    /// A known option has a length that its definition does not allow. It is kept as an unknown one.
    OptionLength {
        /// The option's kind.
        kind,
        /// The length as it claims, in bytes.
        claimed
    } = "option-length", "option {a} has a length of {b}, which its definition does not allow";
    /// A checksum does not match the bytes it covers.
    ChecksumWrong {
        /// The checksum in the packet.
        found,
        /// The checksum that the bytes give.
        expected
    } = "checksum-wrong", "the checksum is {a:x} and the bytes give {b:x}";
    /// A checksum holds the pseudo-header's sum only: the capture was taken before the network card completed it.
    ChecksumOffloaded {
        /// The checksum in the packet.
        found,
        /// The checksum that the bytes give.
        expected
    } = "checksum-offloaded", "the checksum {a:x} is the pseudo-header's alone, left for the network card to complete as {b:x}";
    /// More VLAN tags than any network uses; those past the limit are left in the payload.
    TooManyTags {
        /// How many tags were read.
        limit
    } = "too-many-tags", "more than {a} tags: the rest is left in the payload";
    /// A cooked header's address length is over the 8 bytes that it has room for.
    AddressLength {
        /// The address length as it claims, in bytes.
        claimed,
        /// The room for it, in bytes.
        maximum
    } = "address-length", "the address length says {a} bytes; there is room for {b}";
    /// More extension headers, or more options in one, than are read; what follows is kept as it is.
    TooManyExtensions {
        /// How many were read.
        limit
    } = "too-many-extensions", "more than {a} extension headers or options: the rest is kept as it is";
    /// UDP over IPv6 has a checksum of 0, which says that there is none (RFC 8200 8.1).
    ChecksumMissing {} = "checksum-missing", "the checksum is 0, which IPv6 does not allow";
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = self.numbers();
        let mut rest = self.sentence();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            f.write_str(before)?;
            let number = if name.starts_with('a') { a } else { b };
            if name.ends_with('x') {
                write!(f, "0x{number:04x}")?;
            } else {
                write!(f, "{number}")?;
            }
            rest = tail;
        }
        f.write_str(rest)
    }
}

/// One thing that is wrong with a frame, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The layer that it belongs to.
    pub layer: Layer,
    /// Where the bytes concerned begin, in bytes from the start of the frame.
    pub offset: u32,
    /// How many bytes are concerned; 0 where they are missing altogether.
    pub length: u32,
    /// What is wrong.
    pub kind: Kind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ParseError::from(*self).fmt(f)
    }
}

/// The problem as the JavaScript API has it: code, layer, offset, length and message.
#[cfg(feature = "serde")]
impl serde::Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::string::ToString;
        use serde::ser::SerializeStruct;
        let mut problem = serializer.serialize_struct("Problem", 5)?;
        problem.serialize_field("code", self.kind.code())?;
        problem.serialize_field("layer", self.layer.name())?;
        problem.serialize_field("offset", &self.offset)?;
        problem.serialize_field("length", &self.length)?;
        problem.serialize_field("message", &self.kind.to_string())?;
        problem.end()
    }
}

/// Why the strict face refused a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParseError {
    /// The layer at fault.
    pub layer: Layer,
    /// Where the fault begins, in bytes from the start of the input.
    pub offset: u32,
    /// What is wrong.
    pub kind: Kind,
}

impl From<Problem> for ParseError {
    fn from(problem: Problem) -> Self {
        let Problem { layer, offset, length: _, kind } = problem;
        ParseError { layer, offset, kind }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}: {}", self.layer, self.offset, self.kind)
    }
}

impl core::error::Error for ParseError {}

/// Where a parser sends the problems that it meets, and whether it goes on after one.
pub(crate) trait Report {
    /// What ends the parse early.
    type Stop;

    /// Takes a problem; an error ends the parse.
    fn report(&mut self, problem: Problem) -> Result<(), Self::Stop>;
}

/// Sends a problem, away from the path of frames that have none.
#[cfg_attr(not(target_arch = "wasm32"), cold, inline(never))]
#[cfg_attr(target_arch = "wasm32", inline(always))] // what a fault's numbers are is known where it is met
pub(crate) fn fault<R: Report>(
    report: &mut R,
    layer: Layer,
    offset: u32,
    length: u32,
    kind: Kind,
) -> Result<(), R::Stop> {
    report.report(Problem { layer, offset, length, kind })
}

/// Says that a header's fixed part needs more bytes than there are.
#[cold]
#[inline(never)]
pub(crate) fn truncated<R: Report>(
    report: &mut R,
    layer: Layer,
    offset: u32,
    needed: usize,
    input: &[u8],
) -> Result<(), R::Stop> {
    let available = input.len() as u32;
    fault(report, layer, offset, available, Kind::HeaderTruncated { needed: needed as u32, available })
}

/// The strict face: the first problem is the error.
pub(crate) struct Strict;

impl Report for Strict {
    type Stop = ParseError;

    #[cold]
    fn report(&mut self, problem: Problem) -> Result<(), ParseError> {
        Err(problem.into())
    }
}

/// The lax face: each problem goes to the caller, and nothing stops.
pub(crate) struct Each<F>(pub(crate) F);

impl<F: FnMut(Problem)> Report for Each<F> {
    type Stop = Infallible;

    #[cfg_attr(not(target_arch = "wasm32"), cold)]
    #[cfg_attr(target_arch = "wasm32", inline(always))]
    fn report(&mut self, problem: Problem) -> Result<(), Infallible> {
        (self.0)(problem);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_kind_stands_at_its_id_in_the_table() {
        let kind = Kind::ChecksumWrong { found: 1, expected: 2 };
        assert_eq!(Kind::TABLE[usize::from(kind.id())].0, kind.code());
        assert_eq!(
            Kind::TABLE[usize::from(Kind::HeaderTruncated { needed: 0, available: 0 }.id())].0,
            "header-truncated"
        );
    }

    #[test]
    fn a_message_says_layer_offset_and_both_numbers() {
        let kind = Kind::HeaderTruncated { needed: 20, available: 12 };
        let error = ParseError { layer: Layer::Ipv4, offset: 14, kind };
        assert_eq!(error.to_string(), "ipv4 at byte 14: the header needs 20 bytes and 12 are there");
        let kind = Kind::ChecksumWrong { found: 0x12, expected: 0xabcd };
        assert_eq!(kind.to_string(), "the checksum is 0x0012 and the bytes give 0xabcd");
    }

    #[test]
    fn layers_are_listed_by_their_discriminant() {
        for (index, layer) in Layer::ALL.iter().enumerate() {
            assert_eq!(*layer as usize, index);
        }
    }
}
