//! Writing headers into a caller's buffer.

use core::fmt;

/// Why a packet could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmitError {
    /// The buffer is too small.
    BufferTooSmall {
        /// Bytes that the packet takes.
        needed: usize,
        /// Bytes that the buffer has.
        available: usize,
    },
    /// Options are at most 40 bytes, since a header's length is at most 60 (RFC 791 3.1, RFC 9293 3.1).
    OptionsTooLong {
        /// The options' length in bytes.
        length: usize,
    },
    /// Options end on a multiple of 4 bytes; pad them with zeros (End of Option List).
    OptionsUnaligned {
        /// The options' length in bytes.
        length: usize,
    },
    /// An IPv4 packet is at most 65,535 bytes (RFC 791 3.1).
    PacketTooLong {
        /// The packet's length in bytes.
        length: usize,
    },
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EmitError::BufferTooSmall { needed, available } => {
                write!(f, "the packet takes {needed} bytes and the buffer has {available}")
            }
            EmitError::OptionsTooLong { length } => write!(f, "the options take {length} bytes; 40 is the most"),
            EmitError::OptionsUnaligned { length } => {
                write!(f, "the options take {length} bytes; pad them with zeros to a multiple of 4")
            }
            EmitError::PacketTooLong { length } => write!(f, "the packet takes {length} bytes; 65535 is the most"),
        }
    }
}

impl core::error::Error for EmitError {}

/// What is left of the buffer that is written to.
pub(crate) struct Out<'b> {
    rest: &'b mut [u8],
    written: usize,
}

impl<'b> Out<'b> {
    pub(crate) fn new(buffer: &'b mut [u8]) -> Self {
        Out { rest: buffer, written: 0 }
    }

    /// How many bytes stand in the buffer so far.
    pub(crate) const fn written(&self) -> usize {
        self.written
    }

    /// Appends bytes.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    #[cfg_attr(target_arch = "wasm32", inline(never))] // a copy for each header would cost more bytes than time
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), EmitError> {
        let rest = core::mem::take(&mut self.rest);
        let available = self.written + rest.len();
        let Some((head, tail)) = rest.split_at_mut_checked(bytes.len()) else {
            return Err(EmitError::BufferTooSmall { needed: self.written + bytes.len(), available });
        };
        head.copy_from_slice(bytes);
        self.rest = tail;
        self.written += bytes.len();
        Ok(())
    }
}
