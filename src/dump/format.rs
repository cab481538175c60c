//! The formats that are known, and their names.

use core::fmt;
use core::str::FromStr;

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// How bytes are written as text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Format {
            $($(#[$doc])* $name,)*
        }

        impl Format {
            /// Every format, in the order of its discriminant.
            pub const ALL: &[Format] = &[$(Format::$name),*];

            /// The format's name, as the JavaScript API spells it: `"tcpdump"`, `"c-array"` …
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Format::$name => $text,)*
                }
            }
        }
    };
}

formats! {
    /// Pairs of hex digits, run together or apart: `4500 001c`, `45:00`, xxd -p, Wireshark's hex stream.
    Hex = "hex",
    /// Hex with percent signs: `%45%00`.
    Percent = "percent",
    /// Numbers with `0x`, without brackets: `0x45, 0x0`.
    HexList = "0x-list",
    /// Numbers in brackets, as C, Rust, Java and JavaScript write them: `{ 0x45, 0 }`, xxd -i.
    CArray = "c-array",
    /// A byte slice or array of Go: `[]byte{0x45, 0x0}`.
    GoSlice = "go-slice",
    /// String literals with escapes, as C and shells write them: `"\x45\0"`; escapes without quotes.
    CString = "c-string",
    /// A bytes literal of Python: `b'E\x00'`.
    PythonBytes = "python-bytes",
    /// A Python bytes literal in a call of scapy's: `IP(b'E\x00')`.
    Scapy = "scapy",
    /// Base64, with or without padding, of either alphabet (RFC 4648 4 and 5).
    Base64 = "base64",
    /// A data URL in base64 (RFC 2397).
    DataUrl = "data-url",
    /// What Node prints of a `Buffer`: `<Buffer 45 00>`.
    NodeBuffer = "node-buffer",
    /// What Node prints of a typed array: `Uint8Array(2) [ 69, 0 ]`.
    Uint8Array = "uint8array",
    /// What `JSON.stringify` makes of a `Buffer`: `{"type":"Buffer","data":[69,0]}`.
    NodeJson = "node-json",
    /// tshark -T json -x, and -T ek -x.
    TsharkJson = "tshark-json",
    /// tshark -T pdml.
    Pdml = "pdml",
    /// tcpdump -x, -xx, -X and -XX.
    Tcpdump = "tcpdump",
    /// tshark -x, and Wireshark's "copy as hex dump".
    Tshark = "tshark",
    /// What text2pcap reads: lines as of od -Ax -tx1.
    Text2pcap = "text2pcap",
    /// xxd, with groups of any size.
    Xxd = "xxd",
    /// xxd -b: groups of eight binary digits.
    XxdBits = "xxd-bits",
    /// hexdump -C.
    HexdumpC = "hexdump-c",
    /// hexdump without options: words of the printing machine, taken to be little-endian.
    Hexdump = "hexdump",
    /// od in any of its shapes; words are taken to be little-endian.
    Od = "od",
    /// A memory dump of Cisco's IOS.
    Cisco = "cisco",
    /// hexyl, in its box, with or without colours; and others that draw such a box.
    Hexyl = "hexyl",
}

impl fmt::Display for Format {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

/// There is no format of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("there is no dump format of that name")
    }
}

impl core::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}
