//! The bytes of a header and what follows it, read field by field as far as they go.

use super::Line;
use crate::wire::Field;

/// Past the end of the bytes a field reads as 0, and from then on nothing is said: the line is cut.
impl Line<'_> {
    /// One byte.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn byte(&mut self, bytes: &[u8], at: usize) -> u32 {
        let byte = bytes.get(at).map(|byte| u32::from(*byte));
        self.cut |= byte.is_none();
        byte.unwrap_or_default()
    }

    /// Two bytes as a number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn half(&mut self, bytes: &[u8], at: usize) -> u32 {
        self.byte(bytes, at) << 8 | self.byte(bytes, at + 1)
    }

    /// Four bytes as a number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn word(&mut self, bytes: &[u8], at: usize) -> u32 {
        self.half(bytes, at) << 16 | self.half(bytes, at + 2)
    }

    /// A field's value, scaled.
    #[inline(always)]
    pub(super) fn field(&mut self, bytes: &[u8], field: Field) -> u32 {
        let (at, bits) = ((field.start / 8) as usize, field.start % 8 + field.length);
        let (value, width) = match bits {
            ..=8 => (self.byte(bytes, at), 8),
            9..=16 => (self.half(bytes, at), 16),
            _ => (self.word(bytes, at), 32),
        };
        (value >> (width - bits) & u32::MAX >> (32 - field.length)) * field.scale
    }

    /// The first bytes, so many.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn take<'a>(&mut self, bytes: &'a [u8], length: usize) -> &'a [u8] {
        let taken = bytes.get(..length);
        self.cut |= taken.is_none();
        taken.unwrap_or_default()
    }
}

/// What follows so many bytes; nothing where there are fewer.
pub(super) fn after(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(length..).unwrap_or_default()
}

/// The same bytes up to an end, where they go further.
pub(super) fn up_to(bytes: &[u8], end: usize) -> &[u8] {
    bytes.get(..end).unwrap_or(bytes)
}
