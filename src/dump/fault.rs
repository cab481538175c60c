//! What can be wrong with a dump, or worth knowing of it, said in one place.

use super::{Format, Place};
use core::fmt;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? })? = $code:literal, $text:literal;)*) => {
        /// What was found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Fault {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $kind),* })?,)*
        }

        impl Fault {
            /// A short name that stays the same: `"odd-digits"`.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Fault::$name { .. } => $code,)*
                }
            }
        }

        /// Which fault it is, without its values: what readers note, and what crosses to JavaScript, which has the sentences.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        #[allow(dead_code, reason = "some are said of texts before they are read")]
        pub(crate) enum What {
            $($name,)*
        }

        impl Note {
            /// The fault, with the values of its sentence.
            fn fault(&self) -> Fault {
                let mut values = self.values.iter().copied();
                match self.what {
                    $(What::$name => Fault::$name $({ $($field: Value::value(values.next().unwrap_or(0))),* })?,)*
                }
            }
        }

        /// Code and sentence of each fault, by its number.
        #[cfg(all(test, feature = "wasm-dump-read"))]
        pub(crate) const SENTENCES: &[(&str, &str)] = &[$(($code, $text)),*];

        impl fmt::Display for Fault {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Fault::$name $({ $($field),* })? => write!(to, $text),)*
                }
            }
        }
    };
}

faults! {
    /// Nothing in the text looks like a dump.
    NotADump = "not-a-dump", "nothing here looks like a dump";
    /// Positions in the text would not fit 32 bits.
    TextTooLong = "text-too-long", "the text is longer than 4 GiB";
    /// The text has the format's looks, and no bytes.
    NoBytes {
        /// The format.
        format: Format,
    } = "no-bytes", "there are no bytes here, read as {format}";
    /// The printer said how many it left out.
    MoreNotPrinted {
        /// How many.
        count: u32,
    } = "cut-short", "what printed this left out {count} more: print all of it";
    /// A bracket or quote is open at the end.
    Unclosed {
        /// What would close it.
        closing: char,
    } = "unclosed", "the text ends before the closing {closing}: it was cut short";
    /// Lines or fields for some bytes are not there.
    BytesMissing {
        /// The first one's offset in the packet.
        from: u32,
        /// The offset of the next one that is there.
        to: u32,
    } = "bytes-missing", "bytes {from} to {to} are not here: lines are missing or cut short";
    /// Fewer or more bytes than the text says.
    LengthDiffers {
        /// As the text says.
        claimed: u32,
        /// As found.
        found: u32,
    } = "length-differs", "the text says {claimed} bytes, and {found} are here";
    /// A run of hex digits is odd.
    OddDigits = "odd-digits", "an odd number of hex digits: one is missing, or one too many";
    /// gdb has printed words.
    Words = "words", "words of a machine's memory: print bytes, as gdb's x/64xb does";
    /// od -c, od -a or hexdump -c: bytes of many values look the same, or take knowledge of the locale.
    Characters = "characters", "characters, not bytes: print them with od -tx1, xxd or hexdump -C";
    /// A number is over 255, or over what a word holds.
    NotAByte = "not-a-byte", "this number does not fit";
    /// A number might be octal or decimal.
    LeadingZero = "leading-zero", "a number with a leading zero: octal or decimal cannot be told";
    /// A character that the format has no place for.
    StrangeCharacter = "strange-character", "this character has no place here";
    /// A letter outside of ASCII where only escapes may stand for such bytes.
    NotAscii = "not-ascii", "a character outside of ASCII: which bytes it stands for cannot be told";
    /// The line's digits and its column of text cannot be told apart.
    LineUnclear = "line-unclear", "where this line's bytes end and its text begins cannot be told";
    /// Offsets grow by other steps than the lines have bytes, in any radix.
    OffsetsUnclear = "offsets-unclear", "the offsets do not fit the bytes of the lines";
    /// A line with an offset has too many groups.
    LineTooLong = "line-too-long", "more than 512 groups of digits in one line";
    /// A `*` stands for more than is reasonable.
    RepeatTooLong {
        /// How many bytes.
        count: u32,
    } = "repeat-too-long", "the * stands for {count} bytes, more than are unfolded here";
    /// Base64 of an impossible length or with bits left over.
    Base64Cut = "base64-cut", "this base64 ends in the middle of a byte: it was cut short";
    /// The JSON or PDML has no bytes of whole frames.
    NoFrames = "no-frames", "there are fields and no frame's bytes: run tshark with -x too";
    /// Two fields give different bytes for one place.
    FieldsDiffer = "fields-differ", "two fields give different values for one byte";
    /// Words were printed by a little-endian machine.
    Swapped = "swapped", "words of a little-endian machine: the bytes of each were swapped back";
    /// xxd -g4 and xxd -e look the same.
    OrderUnclear = "order-unclear", "nothing here tells whether the bytes of each word are swapped: they were read as they stand";
    /// Offsets around a `*`, or bytes of three digits, that can be of more than one radix.
    RadixUnclear {
        /// The radix that they were read in.
        radix: u32,
    } = "radix-unclear", "octal or another radix cannot be told here: it was read in radix {radix}";
    /// The first offset is not 0.
    StartsAt {
        /// The first offset.
        offset: u32,
    } = "starts-late", "the first offset is {offset}: what is before it is not here";
    /// The last line, with the offset of the end, is not there.
    NoEndOffset = "no-end-offset", "the line with the last offset is not here: more lines may be missing";
    /// xxd ends its lines with text.
    NoColumn = "no-column", "there is no column of text, as this tool prints one: lines may be cut short";
    /// The column of text says other bytes than the digits.
    TextDiffers = "text-differs", "the column of text does not say what the digits say";
    /// Lines that are no hex were left out.
    NotRead = "not-read", "this line is not hex, and was left out";
    /// Each line was taken for a packet.
    PacketALine = "packet-a-line", "each line was read as a packet of its own";
    /// Lines of equal length were joined.
    LinesJoined = "lines-joined", "lines of one length were read as one packet";
    /// The text fits another format as well.
    Ambiguous {
        /// That format.
        other: Format,
    } = "ambiguous", "this text can be {other} as well";
    /// More than two digits after `\x`.
    LongEscape = "long-escape", "more hex digits follow a \\x: two of them were read, where C reads all";
    /// Hex or base64 so short that it can be a word or a number.
    MaybeAWord = "maybe-a-word", "so little text can be any word or number";
    /// Base64's padding is not there.
    PaddingMissing = "padding-missing", "the base64 has no padding: it may be cut short";
}

/// What a sentence is filled in with, of the number that stands for it.
trait Value {
    fn value(number: u32) -> Self;
}

impl Value for u32 {
    fn value(number: u32) -> u32 {
        number
    }
}

impl Value for char {
    fn value(number: u32) -> char {
        char::from_u32(number).unwrap_or_default()
    }
}

impl Value for Format {
    fn value(number: u32) -> Format {
        Format::ALL.get(number as usize).copied().unwrap_or(Format::Hex)
    }
}

/// What a reader notes: a warning, in the words that JavaScript reads.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Note {
    pub(crate) what: What,
    /// What the sentence is filled in with.
    pub(crate) values: [u32; 2],
    pub(crate) place: Place,
    /// 1 where a packet was left out for it, else 0.
    pub(crate) refused: u32,
}

impl From<&Note> for Warning {
    fn from(note: &Note) -> Warning {
        Warning { fault: note.fault(), place: note.place, refused: note.refused > 0 }
    }
}

/// Something to know of a dump that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What.
    pub fault: Fault,
    /// Where in the text.
    pub place: Place,
    /// Whether a packet was left out for it.
    pub refused: bool,
}

/// Why a text was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DumpError {
    /// Why.
    pub fault: Fault,
    /// Where in the text; empty where it is about all of it.
    pub place: Place,
}

impl fmt::Display for DumpError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DumpError { fault, place } = self;
        match place.end {
            0 => write!(to, "{fault}"),
            _ => write!(to, "{fault} (from character {} of the text)", place.start),
        }
    }
}

impl core::error::Error for DumpError {}
