//! The options at a block's end: pairs of code and value, the value padded to a multiple of 32 bits.

use super::order::Order;

/// Codes.
pub(super) mod code {
    pub(in crate::capture) const END: u16 = 0;
    pub(in crate::capture) const COMMENT: u16 = 1;
    pub(in crate::capture) const INTERFACE_NAME: u16 = 2;
    pub(in crate::capture) const PACKET_FLAGS: u16 = 2;
    pub(in crate::capture) const INTERFACE_DESCRIPTION: u16 = 3;
    pub(in crate::capture) const USER_APPLICATION: u16 = 4;
    pub(in crate::capture) const TIME_RESOLUTION: u16 = 9;
    pub(in crate::capture) const TIME_OFFSET: u16 = 14;
}

/// What is left of a list of options. One that is cut short ends the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Options<'a> {
    pub(super) order: Order,
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Options<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let value = self.rest.get(4..)?;
        let [code, length] = self.order.halves(self.order.u32(self.rest, 0));
        let length = usize::from(length);
        self.rest = value.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((code, value.get(..length).filter(|_| code != code::END)?))
    }
}

/// The comments of a packet: see [`Packet::comments`](super::Packet::comments).
#[derive(Clone, Copy, Debug)]
pub struct Comments<'a>(pub(super) Options<'a>);

impl<'a> Iterator for Comments<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        self.0.find_map(|(code, value)| (code == code::COMMENT).then_some(value))
    }
}
