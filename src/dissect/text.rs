//! Values and headers in words.

use super::layers::Layers;
use super::names::{self, Registry};
use super::show::{Holds, Sheet};
use crate::wire::ipv6::{self, Extension};
use crate::wire::{Format, ethernet, ipv4, tcp};

/// Says the value of a field whose row has it not, from the bytes `raw` that it stands in.
pub(super) fn field(to: &mut Sheet<'_>, holds: Holds, format: Format, raw: &[u8]) {
    match holds {
        Holds::Text if format == Format::Mac => to.bytes(raw, ":"),
        Holds::Text => address(to, raw),
        Holds::Bytes => bytes(to, raw),
        _ => {}
    }
}

/// The first bytes in hexadecimal, and how many there are where not all are shown.
pub(super) fn bytes(to: &mut Sheet<'_>, raw: &[u8]) {
    const SHOWN: usize = 16;
    to.bytes(raw.get(..SHOWN).unwrap_or(raw), "");
    if raw.len() > SHOWN {
        to.text("… (");
        to.decimal(raw.len() as u32);
        to.text(" bytes)");
    }
}

/// An address: IPv4's, IPv6's, or another in hexadecimal.
pub(super) fn address(to: &mut Sheet<'_>, raw: &[u8]) {
    match raw.len() {
        4 => to.ipv4(raw),
        16 => to.ipv6(raw.first_chunk().unwrap_or(&[0; 16])),
        _ => to.bytes(raw, ":"),
    }
}

/// Headers in words; their bytes are there.
impl Layers<'_, '_> {
    pub(super) fn say_ethernet(&mut self, length: usize) {
        self.say("%6m → %0m", 0);
        let header = self.raw().get(ethernet::ADDRESSES_LENGTH..length).unwrap_or_default();
        let (tags, ether_type) = header.as_chunks();
        for tag in tags.iter().take(4) {
            self.say(", VLAN %n", ethernet::field::ID.get::<4>(tag));
        }
        if tags.len() > 4 {
            self.say(", …", 0);
        }
        self.say(", ", 0);
        let ether_type = ether_type.try_into().map(u16::from_be_bytes).unwrap_or_default();
        self.to.named(names::TYPES_OR_LENGTHS, "type %x", ether_type.into());
    }

    pub(super) fn say_arp(&mut self) {
        let [_, _, _, _, hardware, protocol, operation @ ..] = *self.raw().first_chunk::<8>().unwrap_or(&[0; 8]);
        let phrase = match operation {
            [0, 1] => "Who has %8++-P? Tell %8+P",
            [0, 2] => "%8+P is at %8H",
            _ => "%6o, %8+P → %8++-P",
        };
        self.to.phrase(phrase, self.raw(), hardware.into(), protocol.into());
    }

    pub(super) fn say_ipv4(&mut self) {
        use ipv4::field::{FRAGMENT_OFFSET, MORE_FRAGMENTS};
        self.say("%12a → %16a, %9p, length %2h", 0);
        let Some(fixed) = self.raw().first_chunk::<{ ipv4::FIXED_LENGTH }>() else { return };
        if MORE_FRAGMENTS.get(fixed) | FRAGMENT_OFFSET.get(fixed) != 0 {
            self.say(", fragment at %n", FRAGMENT_OFFSET.get(fixed) * 8);
        }
    }

    pub(super) fn say_extension(&mut self, extension: &Extension<'_>) {
        if let Some(fragment) = extension.fragment() {
            let phrase = if fragment.more_fragments { "At %n, more follow, " } else { "At %n, the last, " };
            self.say(phrase, fragment.offset.into());
        }
        if extension.kind() == ipv6::kind::ROUTING {
            self.say("Type %2b, segments left %3b, ", 0);
        }
        self.say("then %0p", 0);
    }

    pub(super) fn say_segment(&mut self) {
        self.say("%0h → %2h", 0);
        let Some(fixed) = self.raw().first_chunk::<{ tcp::FIXED_LENGTH }>() else { return };
        let flags = tcp::Flags::from_bits(tcp::field::FLAGS.get(fixed) as u16);
        for bit in 0..9 {
            if flags.bits() >> bit & 1 == 1 {
                self.say(", ", 0);
                self.to.named(names::TCP_FLAGS, "", bit);
            }
        }
        let acknowledges = flags.contains(tcp::Flags::ACK);
        self.say(if acknowledges { ", seq %4w, ack %8w, window %14h" } else { ", seq %4w, window %14h" }, 0);
    }

    /// An ICMP or ICMPv6 message: its type, and what it asks or what its code says.
    pub(super) fn say_message(&mut self, registry: Registry) {
        let [message_type, code] = *self.raw().first_chunk().unwrap_or(&[0; 2]);
        self.say(names::find(registry, message_type.into()).unwrap_or("Type %0b"), 0);
        let both = names::CODES + u32::from(u16::from_be_bytes([message_type, code]));
        self.say(names::find(registry, both).unwrap_or(", code %1b"), 0);
    }
}
