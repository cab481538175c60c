//! The bytes that are being read, field by field as far as they go.

use super::Line;
use crate::wire::Field;

/// Past the end of the bytes a field reads as 0, and from then on nothing is said: the line is cut.
impl Line<'_> {
    /// One byte.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn byte(&mut self, at: usize) -> u32 {
        let byte = self.bytes.get(at).map(|byte| u32::from(*byte));
        self.to.closed |= byte.is_none();
        byte.unwrap_or_default()
    }

    /// Two bytes as a number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn half(&mut self, at: usize) -> u32 {
        self.byte(at) << 8 | self.byte(at + 1)
    }

    /// Four bytes as a number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn word(&mut self, at: usize) -> u32 {
        self.half(at) << 16 | self.half(at + 2)
    }

    /// A field's value, scaled.
    #[inline(always)]
    pub(super) fn field(&mut self, field: Field) -> u32 {
        let (at, bits) = ((field.start / 8) as usize, field.start % 8 + field.length);
        let (value, width) = match bits {
            ..=8 => (self.byte(at), 8),
            9..=16 => (self.half(at), 16),
            _ => (self.word(at), 32),
        };
        (value >> (width - bits) & u32::MAX >> (32 - field.length)) * field.scale
    }

    /// So many bytes have to be there.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn need(&mut self, length: usize) {
        self.to.closed |= self.bytes.len() < length;
    }

    /// Goes on to what stands after so many bytes.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn advance(&mut self, length: usize) {
        self.bytes = after(self.bytes, length);
    }

    /// Goes on to what stands after so many bytes, which have their part in the length.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn skip(&mut self, length: usize) {
        self.advance(length);
        self.length = self.length.wrapping_sub(length as u32);
    }

    /// What follows is the header's or its payload's only up to there, as the header claims.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn end_at(&mut self, length: u32) {
        self.bytes = up_to(self.bytes, length as usize);
        self.length = length;
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
