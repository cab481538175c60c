//! Extension headers' rows of a record as they are on the wire.

use super::layout::{COMPUTED, IPV4, Ipv6Word};
use super::option_rows::Counting;
use super::shapes;
use super::writer::Writer;
use crate::wire::ipv6::{field, kind};

impl Writer<'_> {
    /// Appends the extension headers of the IPv6 header that begins at `header`. Each next header that is to be computed names the
    /// header after it, the last one `last`. False where a header has no length that its field can say.
    pub(super) fn extensions(&mut self, header: usize, last: u8) -> bool {
        let record = self.record;
        let mut at = record.get(IPV4 + Ipv6Word::ExtensionsAt.at()) as usize;
        // What names the header that comes: where it stands, and whether it is to be computed.
        let mut name_at = header + field::NEXT_HEADER.start as usize / 8;
        let mut next_header = record.get(IPV4 + Ipv6Word::NextHeader.at());
        let mut fits = true;
        for _ in 0..record.get(IPV4 + Ipv6Word::ExtensionCount.at()) {
            let head = record.get(at);
            if next_header == COMPUTED {
                self.set(name_at, head as u8);
            }
            (name_at, next_header) = (self.written(), head >> 8);
            fits &= self.extension(head as u8, next_header as u8, &mut at);
        }
        if next_header == COMPUTED {
            self.set(name_at, last);
        }
        fits
    }

    /// Appends the extension header at word `at`, which is then that after it.
    fn extension(&mut self, kind: u8, next_header: u8, at: &mut usize) -> bool {
        let start = self.written();
        let shape = shapes::extension(kind);
        self.header(next_header, shape, *at + 1);
        *at += 1 + shape.places.len();
        match kind {
            kind::FRAGMENT => return true,
            kind::ROUTING | kind::AUTHENTICATION => {
                self.blob(*at);
                *at += 2;
            }
            _ => {
                (*at, _) = self.option_rows(self.record.get(*at), *at + 1, Counting::Data);
                self.pad_options(start);
            }
        }
        let length = self.written() - start;
        // An Authentication header counts words but for two, the others units of 8 but for one.
        let (unit, uncounted) = if kind == kind::AUTHENTICATION { (4, 2) } else { (8, 1) };
        self.set(start + 1, (length / unit).wrapping_sub(uncounted) as u8);
        length.is_multiple_of(unit) && length <= 2048
    }

    /// Appends the option that fills the header at `start` to a whole number of units.
    fn pad_options(&mut self, start: usize) {
        match (self.written() - start) % 8 {
            0 => {}
            7 => self.bytes(&[0]),
            over => {
                self.bytes(&[1, 6 - over as u8]);
                self.pad(start, (self.written() - start).next_multiple_of(8));
            }
        }
    }
}
