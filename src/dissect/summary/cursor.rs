//! The bytes of a header and what follows it, read field by field as far as they go.

use crate::wire::{Field, Span};

/// The bytes end before the field does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut;

/// Bytes from a header's start to where the packet, or what was captured of it, ends.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a>(pub(super) &'a [u8]);

impl<'a> Cursor<'a> {
    /// A field's value, scaled.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn number(self, field: Field) -> Result<u32, Cut> {
        Span::at(field, 0).number(self.0).ok_or(Cut)
    }

    /// So many bytes from an offset on.
    pub(super) fn bytes(self, at: usize, length: usize) -> Result<&'a [u8], Cut> {
        self.0.get(at..).and_then(|bytes| bytes.get(..length)).ok_or(Cut)
    }

    /// One byte.
    pub(super) fn byte(self, at: usize) -> Result<u32, Cut> {
        self.0.get(at).map(|byte| u32::from(*byte)).ok_or(Cut)
    }

    /// Two bytes as a number.
    pub(super) fn half(self, at: usize) -> Result<u32, Cut> {
        Ok(self.byte(at)? << 8 | self.byte(at + 1)?)
    }

    /// Four bytes as a number.
    pub(super) fn word(self, at: usize) -> Result<u32, Cut> {
        Ok(self.half(at)? << 16 | self.half(at + 2)?)
    }

    /// What follows so many bytes; nothing where there are fewer.
    pub(super) fn after(self, length: usize) -> Self {
        Cursor(self.0.get(length..).unwrap_or_default())
    }

    /// The same up to an end, where it has more.
    pub(super) fn up_to(self, end: usize) -> Self {
        Cursor(self.0.get(..end).unwrap_or(self.0))
    }
}
