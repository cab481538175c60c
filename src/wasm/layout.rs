//! Where each number stands in the record that a packet crosses the boundary in: 32-bit words, declared once. The package's
//! `src/layout.ts` is written from these declarations by a test of this file (`UPDATE=1 cargo test --features wasm-codec
//! layout` rewrites it), so both sides agree by construction.
//!
//! A record has fixed blocks (who is there, link, network, transport, what an ICMP error quotes), then room for problems, then
//! rows of several words for what comes in any number: VLAN tags and options.

use crate::wire::{Layer, OptionList, ethernet, ipv6};

/// Declares numbers that stand for something.
macro_rules! numbers {
    ($(#[$doc:meta])* $name:ident; $($(#[$number_doc:meta])* $number:ident),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$number_doc])* $number),+ }

        #[allow(dead_code)] // not all are read back
        impl $name {
            /// All of them, in order.
            pub(crate) const ALL: &'static [$name] = &[$($name::$number),+];
            /// Their names, in order.
            #[cfg(test)]
            pub(crate) const NAMES: &'static [&'static str] = &[$(stringify!($number)),+];

            /// What a number stands for; the first where it stands for nothing.
            #[inline]
            pub(crate) fn of(number: u32) -> Self {
                Self::ALL.get(number as usize).copied().unwrap_or(Self::ALL[0])
            }
        }
    };
}

numbers! {
    /// What an option row holds. Its first word is this number, the option's kind times 256 and the number of words that follow
    /// times 65,536. Bytes are given as offset and length.
    Row;
    NoOperation,
    /// Offset and length of the padding; no words where it is all zeros up to the header's end.
    End,
    /// Value.
    MaximumSegmentSize,
    /// Shift.
    WindowScale,
    SackPermitted,
    /// Left and right of each block.
    Sack,
    /// Value and echo reply.
    Timestamps,
    /// 1 for minutes, and the value.
    UserTimeout,
    /// Bytes.
    FastOpen,
    /// Bytes.
    Md5,
    /// Bytes.
    Authentication,
    /// Pointer and addresses.
    Route,
    /// Pointer, overflow, flag and timestamps.
    Timestamp,
    /// Pointer, overflow, flag and pairs of address and timestamp.
    AddressTimestamp,
    /// Value.
    RouterAlert,
    /// Bytes after kind and length.
    Unknown,
    /// Bytes after the kind.
    Malformed,
    /// Bytes after kind and length: IPv6's.
    PadN,
    /// Value.
    JumboPayload,
}

/// What stands for a layer: one more than its place among [`Layer::ALL`]; 0 for none.
#[inline]
pub(crate) fn layer_number(layer: Option<Layer>) -> u32 {
    layer.map_or(0, |layer| layer as u32 + 1)
}

/// The layer that a number stands for.
#[inline(never)]
pub(crate) fn layer_of(number: u32) -> Option<Layer> {
    Layer::ALL.get((number as usize).wrapping_sub(1)).copied()
}

/// What `encode` gives instead of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EncodeFault {
    /// IPv4's options take more bytes than a header has for them.
    Ipv4Options = -1,
    /// TCP's do.
    TcpOptions = -2,
    /// The packet is longer than its length fields can say.
    TooLong = -3,
    /// An extension header of IPv6's has no length that its field can say.
    Extensions = -4,
}

#[cfg(test)]
impl EncodeFault {
    pub(crate) const ALL: [(&'static str, EncodeFault); 4] = [
        ("Ipv4Options", EncodeFault::Ipv4Options),
        ("TcpOptions", EncodeFault::TcpOptions),
        ("TooLong", EncodeFault::TooLong),
        ("Extensions", EncodeFault::Extensions),
    ];
}

/// Declares a block of words: a Rust enum whose variants know their place.
macro_rules! block {
    ($(#[$doc:meta])* $block:ident from $base:expr; $($(#[$word_doc:meta])* $word:ident),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) enum $block { $($(#[$word_doc])* $word),+ }

        impl $block {
            /// The block's first word.
            pub(crate) const BASE: usize = $base;
            /// The words' names, in order.
            #[cfg(test)]
            pub(crate) const NAMES: &'static [&'static str] = &[$(stringify!($word)),+];
            /// The word after the block's last.
            #[allow(dead_code)] // of some blocks nothing follows
            pub(crate) const END: usize = Self::BASE + [$($block::$word as usize),+].len();

            /// The word's place in the record.
            #[allow(dead_code)] // a problem is written whole
            #[inline(always)]
            pub(crate) const fn at(self) -> usize {
                Self::BASE + self as usize
            }
        }
    };
}

#[cfg(feature = "wasm-tcp")]
pub(crate) use block;

block! {
    /// What is there, and where the bytes after the headers are. Offsets count from the start of the frame.
    Head from 0;
    /// Each a [`layer_number`].
    Link, Network, Transport,
    /// Where the payload begins; the trailer begins where it ends.
    PayloadOffset,
    PayloadLength,
    TrailerLength,
    /// How many problems were met; the first [`PROBLEMS`] have their words.
    ProblemCount,
    /// How many VLAN tags there are, and the word of the first: EtherType, priority, drop-eligible and identifier of each.
    TagCount,
    TagsAt,
    /// Encode only: the bits of the fields to compute, and 1 where the lengths claim more than there is.
    Fill, CutShort,
}

block! {
    /// An Ethernet header; addresses as their first 2 and last 4 bytes.
    EthernetWord from Head::END;
    DestinationHigh, DestinationLow, SourceHigh, SourceLow, EtherType,
}

block! {
    /// A loopback header, in the place of Ethernet's.
    LoopbackWord from Head::END;
    Family,
    /// 1 where the family is in big-endian order.
    BigEndian,
}

block! {
    /// A cooked header of either version, in the place of Ethernet's.
    CookedWord from Head::END;
    PacketType, HardwareType, AddressLength,
    /// The 8 bytes of address and padding, as two words.
    AddressHigh, AddressLow,
    Protocol, Reserved, InterfaceIndex,
}

block! {
    /// An IPv4 header; counted from [`IPV4`] or [`QUOTED_IPV4`].
    Ipv4Word from 0;
    HeaderLength, Dscp, Ecn, TotalLength, Identification,
    /// 4 reserved, 2 don't fragment, 1 more fragments.
    Flags,
    /// In bytes.
    FragmentOffset,
    Ttl, Protocol, Checksum, Source, Destination, ChecksumStatus,
    /// How many option rows there are, and the word of the first.
    OptionCount, OptionsAt,
}

block! {
    /// An IPv6 header, in the place of IPv4's; addresses as four words.
    Ipv6Word from 0;
    Dscp, Ecn, FlowLabel, PayloadLength,
    /// Encode only: [`COMPUTED`] where it is to be computed.
    NextHeader,
    HopLimit, Source, Source1, Source2, Source3, Destination, Destination1, Destination2, Destination3,
    /// How many extension headers there are, and the word of the first: its kind and, times 256, its next header; then its
    /// numbers in wire order, and where its bytes are; or how many option rows follow, and those.
    ExtensionCount, ExtensionsAt,
}

/// A next header that is to be computed.
pub(crate) const COMPUTED: u32 = 256;

/// The first word of the packet's own IPv4 or IPv6 header.
pub(crate) const IPV4: usize = CookedWord::END;

block! {
    /// An ARP packet, in the place of IPv4's header.
    ArpWord from IPV4;
    HardwareType, ProtocolType, HardwareLength, ProtocolLength, Operation,
    /// Where the four addresses are, one after the other.
    AddressesOffset,
    /// Encode only: how long each of them is.
    SenderHardwareLength, SenderProtocolLength, TargetHardwareLength, TargetProtocolLength,
}

block! {
    /// A TCP header.
    TcpWord from IPV4 + Ipv6Word::END;
    SourcePort, DestinationPort, SequenceNumber, AcknowledgmentNumber, HeaderLength, Reserved, Flags, Window, Checksum,
    UrgentPointer, ChecksumStatus, OptionCount, OptionsAt,
}

block! {
    /// A UDP header, in the place of TCP's.
    UdpWord from TcpWord::BASE;
    SourcePort, DestinationPort, Length, Checksum, ChecksumStatus,
}

block! {
    /// An ICMP or ICMPv6 header, in the place of TCP's.
    IcmpWord from TcpWord::BASE;
    Type, Code, Checksum,
    /// The second word's parts for this type, in wire order; or all of it, and 0.
    First, Second,
    ChecksumStatus,
    /// 1 where a packet is quoted.
    Quoted,
    /// A [`layer_number`]; and what its first words say, in wire order.
    QuotedTransport, QuotedFirst, QuotedSecond, QuotedThird, QuotedFourth,
    /// Where the quoted bytes after the quoted network header begin.
    QuotedPayloadOffset,
}

/// The first word of the IPv4 or IPv6 header that an error quotes.
pub(crate) const QUOTED_IPV4: usize = if TcpWord::END > IcmpWord::END { TcpWord::END } else { IcmpWord::END };

block! {
    /// A problem.
    ProblemWord from 0;
    Kind, Layer, Offset, Length, A, B,
}

/// Where the problems begin.
pub(crate) const PROBLEMS_AT: usize = QUOTED_IPV4 + Ipv6Word::END;
/// How many problems a record has room for. Every option of a header can have one, and there are two headers of options of at
/// least 2 bytes in 40, or 16 extension headers; all others are one of each kind at most.
pub(crate) const PROBLEMS: usize = 96;
/// Where the rows begin.
pub(crate) const ROWS_AT: usize = PROBLEMS_AT + PROBLEMS * ProblemWord::END;
/// Words that a tag takes.
pub(crate) const TAG_WORDS: usize = 4;
/// Options of an extension header, and what is left of the list.
pub(crate) const EXTENSION_OPTIONS: usize = ipv6::MAXIMUM_OPTIONS + 1;
/// Words that an extension header's rows take at most.
pub(crate) const EXTENSION_WORDS: usize = 6 + 3 * EXTENSION_OPTIONS;
/// Words for rows: those of the tags, and of the options of three headers: 40 rows of at most 20 words each, which is as many
/// as `encode` can be given; and the extension headers of a packet and of one that is quoted.
pub(crate) const ROWS: usize =
    ethernet::MAXIMUM_TAGS * TAG_WORDS + 3 * OptionList::MAXIMUM * 20 + 2 * ipv6::MAXIMUM_EXTENSIONS * EXTENSION_WORDS;
/// Bytes that extension headers take at most.
pub(crate) const EXTENSIONS: usize = ipv6::MAXIMUM_EXTENSIONS * 2048;
/// Words in a record.
pub(crate) const WORDS: usize = ROWS_AT + ROWS;

/// Bytes of a frame that are read; no header reaches further.
pub(crate) const INPUT_LENGTH: usize = 1 << 20;
/// Where the payload of a packet to encode begins in the input; before it are addresses and bytes of options.
pub(crate) const PAYLOAD_AT: usize = 8192 + EXTENSIONS;
/// Bytes of a payload to encode that are looked at: more than any length field can say.
pub(crate) const PAYLOAD: usize = 1 << 17;
/// Bytes that a packet to encode takes at most, trailer not counted.
pub(crate) const OUTPUT_LENGTH: usize = PAYLOAD + ethernet::MAXIMUM_TAGS * 4 + EXTENSIONS + 4096;
/// The link number that has the frame's bytes tell.
pub(crate) const LINK_AUTO: u32 = u32::MAX;
/// Packets that a table reads at a time.
pub(crate) const TABLE_ROWS: usize = 4096;

#[cfg(test)]
mod tests;
