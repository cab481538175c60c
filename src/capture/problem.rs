//! What can be wrong with a capture file, said in one place.

use core::fmt;

/// Declares each fault once: its variant, its numbers, its code and its sentence, in which `{a}` and `{b}` stand for the
/// numbers in their order.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$number_doc:meta])* $number:ident),* } = $code:literal, $sentence:literal;)*) => {
        /// What is wrong. The numbers say what was claimed, and what was there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Kind { $($(#[$doc])* $name { $($(#[$number_doc])* $number: u32),* }),* }

        /// What is wrong, without its numbers: what crosses to JavaScript, which has the sentences.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum What { $($name),* }

        /// Code and sentence of each, by its number.
        #[cfg(all(test, feature = "wasm-capture"))]
        pub(crate) const SENTENCES: &[(&str, &str)] = &[$(($code, $sentence)),*];

        impl Note {
            fn kind(self) -> Kind {
                let mut numbers = [self.a, self.b].into_iter();
                match self.what { $(What::$name => Kind::$name { $($number: numbers.next().unwrap_or(0)),* }),* }
            }
        }

        impl Kind {
            /// The stable name in kebab case, as the JavaScript API has it.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Kind::$name { .. } => $code),* }
            }

            /// What is wrong, in words. `{a}` and `{b}` stand for [`Kind::numbers`].
            #[must_use]
            pub const fn sentence(&self) -> &'static str {
                match self { $(Kind::$name { .. } => $sentence),* }
            }

            /// The numbers in their order; 0 where there are none.
            #[must_use]
            pub const fn numbers(&self) -> (u32, u32) {
                match *self { $(Kind::$name { $($number),* } => first_two(&[$($number),*])),* }
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
    /// The file has no bytes.
    Empty {} = "empty", "the file is empty";
    /// It begins as no file that is known here.
    NotACapture {} = "not-a-capture", "this is neither pcap nor pcapng";
    /// pcap as Alexey Kuznetzov's patches write it: longer record headers.
    Kuznetzov {} = "modified-pcap", "this is pcap as modified by Kuznetzov: editcap -F pcap converts it";
    /// pcap as Francisco Mesquita's patches write it.
    Mesquita {} = "modified-pcap", "this is pcap as modified by Mesquita: editcap -F pcap converts it";
    /// pcap as Navtel's devices write it.
    Navtel {} = "modified-pcap", "this is pcap as modified by Navtel: editcap -F pcap converts it";
    /// pcap as IXIA's devices write it.
    Ixia {} = "modified-pcap", "this is pcap as modified by IXIA: editcap -F pcap converts it";
    /// RFC 1761.
    Snoop {} = "other-format", "this is a capture of snoop: editcap -F pcap converts it";
    /// Microsoft's.
    NetworkMonitor {} = "other-format", "this is a capture of Network Monitor: editcap -F pcap converts it";
    /// NetXRay's.
    Sniffer {} = "other-format", "this is a capture of a Sniffer: editcap -F pcap converts it";
    /// RFC 1952.
    Gzip {} = "compressed", "this is compressed with gzip";
    /// RFC 8878.
    Zstandard {} = "compressed", "this is compressed with zstd: decompress it first";
    /// xz.
    Xz {} = "compressed", "this is compressed with xz: decompress it first";
    /// bzip2.
    Bzip2 {} = "compressed", "this is compressed with bzip2: decompress it first";
    /// lz4.
    Lz4 {} = "compressed", "this is compressed with lz4: decompress it first";
    /// An archive.
    Zip {} = "compressed", "this is a ZIP archive: unpack it first";
    /// pcapng's first four bytes, as a transfer in text mode leaves them.
    LineEnds {} = "line-ends", "this was pcapng until a transfer as text changed its line ends";
    /// A version of the format that is not known.
    Version {
        /// The major version.
        major,
        /// The minor version.
        minor
    } = "version", "version {a}.{b} of the format is not known";
    /// The file ends within a header, a record or a block.
    CutShort {
        /// The bytes that it needs.
        needed,
        /// The bytes that are there.
        here
    } = "cut-short", "the file ends here: {a} bytes are needed, and {b} are left";
    /// A record or block is longer than [`super::MAXIMUM_LENGTH`], which is more likely to be damage.
    TooLong {
        /// The length that it claims.
        claimed
    } = "too-long", "{a} bytes are claimed here, and more than 16777216 are taken for damage";
    /// A block's length is less than a block takes, or no multiple of 4.
    BlockLength {
        /// The length that it claims.
        claimed
    } = "block-length", "{a} is no length that a block can have";
    /// A block's two lengths differ.
    LengthsDiffer {
        /// The one at its start.
        first,
        /// The one at its end.
        last
    } = "lengths-differ", "this block's length is {a} at its start and {b} at its end";
    /// A section's byte-order magic is none.
    ByteOrder {} = "byte-order", "this section's byte order cannot be told";
    /// There are more than [`super::MAXIMUM_INTERFACES`].
    TooManyInterfaces {} = "too-many-interfaces", "there are more than 65536 interfaces";
    /// A block ends before its own header does. It is left out.
    BlockTooShort {
        /// The block's type.
        block,
        /// The block's length.
        length
    } = "block-too-short", "a block of type {a} has no room in {b} bytes: it was left out";
    /// A packet claims more bytes than its block has. It is left out.
    PacketLength {
        /// The bytes that it claims.
        claimed,
        /// The bytes that there is room for.
        here
    } = "packet-length", "a packet of {a} bytes is in a block with room for {b}: it was left out";
    /// A packet is of an interface that its section does not describe. It is left out.
    UnknownInterface {
        /// The interface's number in the section.
        number,
        /// How many interfaces the section has.
        count
    } = "unknown-interface", "a packet of interface {a}, where the section has {b}: it was left out";
}

/// What is wrong and its numbers, as the decoder notes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) what: What,
    pub(crate) a: u32,
    pub(crate) b: u32,
}

impl Note {
    pub(super) const fn new(what: What, a: u32, b: u32) -> Note {
        Note { what, a, b }
    }

    /// The problem that it is at a place in the file.
    pub(super) fn problem(self, offset: u64) -> Problem {
        Problem { kind: self.kind(), offset }
    }
}

/// Something that is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What.
    pub kind: Kind,
    /// Where the header, record or block begins in the file, in bytes.
    pub offset: u64,
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "at byte {}: ", self.offset)?;
        let (a, b) = self.kind.numbers();
        let mut rest = self.kind.sentence();
        while let Some((before, after)) = rest.split_once('{') {
            to.write_str(before)?;
            write!(to, "{}", if after.starts_with('a') { a } else { b })?;
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        to.write_str(rest)
    }
}

impl core::error::Error for Problem {}
