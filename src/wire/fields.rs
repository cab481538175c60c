//! Fields that follow one another in a header, and the spans that they take of its bytes.

use super::field::{Field, Format, Sense, Span};

/// Fields in wire order, as one text that is written at compile time: of each what it is in four characters, and its names. In a
/// module of WebAssembly that is half of a table of [`Field`]s, whose addresses do not compress.
#[derive(Clone, Copy)]
pub(crate) struct FieldList(&'static str);

/// The list of these fields: `fields!(&[TYPE, CODE])`. Where they begin is for their header to say.
macro_rules! fields {
    ($fields:expr) => {
        const {
            const LISTED: &[$crate::wire::Field] = $fields;
            const PACKED: [u8; $crate::wire::FieldList::packed(LISTED)] = $crate::wire::FieldList::pack(LISTED);
            $crate::wire::FieldList::of(&PACKED)
        }
    };
}
pub(crate) use fields;

/// What stands before a field's names.
const HEAD: usize = 4;

impl FieldList {
    /// How many characters these fields take.
    pub(crate) const fn packed(fields: &[Field]) -> usize {
        let (mut length, mut index) = (0, 0);
        while index < fields.len() {
            length += HEAD + fields[index].names.len();
            index += 1;
        }
        length
    }

    /// Sense, format and scale, and length in bits; no sense and no letter of a name are the same character.
    pub(crate) const fn pack<const N: usize>(fields: &[Field]) -> [u8; N] {
        let mut text = [0; N];
        let (mut at, mut index) = (0, 0);
        while index < fields.len() {
            let Field { names, length, format, scale, sense, .. } = fields[index];
            text[at] = sense as u8;
            text[at + 1] = format as u8 | (scale.trailing_zeros() as u8) << 3;
            text[at + 2] = (length >> 7) as u8;
            text[at + 3] = (length & 0x7f) as u8;
            at += HEAD;
            let mut letter = 0;
            while letter < names.len() {
                text[at] = names.as_bytes()[letter];
                at += 1;
                letter += 1;
            }
            index += 1;
        }
        text
    }

    /// Fields that were packed.
    pub(crate) const fn of(packed: &'static [u8]) -> Self {
        assert!(!packed.is_empty() && packed.is_ascii(), "a list has fields, whose names are ASCII");
        match core::str::from_utf8(packed) {
            Ok(text) => FieldList(text),
            Err(_) => unreachable!(),
        }
    }
}

impl FieldList {
    /// Whether no field is left.
    pub(crate) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl Iterator for FieldList {
    type Item = Field;

    /// The next field; it begins at 0.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn next(&mut self) -> Option<Field> {
        let (head, text) = self.0.split_at_checked(HEAD)?;
        let [sense, format, high, low] = *head.as_bytes().first_chunk()?;
        let end = text.bytes().position(|letter| letter < b' ').unwrap_or(text.len());
        let (names, left) = text.split_at_checked(end)?;
        self.0 = left;
        let length = u32::from(high) << 7 | u32::from(low);
        let (format, scale) = (Format::from_number(format & 7), 1 << (format >> 3));
        Some(Field { names, start: 0, length, format, scale, sense: Sense::from_number(sense) })
    }
}

/// Names the bits of a header, each field where the one before it ended.
pub(crate) struct Spans<'a> {
    at: u32,
    each: &'a mut dyn FnMut(Span),
}

impl<'a> Spans<'a> {
    /// Gives each span from the header's start on.
    pub(crate) fn new(each: &'a mut dyn FnMut(Span)) -> Self {
        Spans { at: 0, each }
    }

    /// Names the next `length` bytes by these fields, which begin anew until no byte is left. A field that has no length of its own
    /// takes all bytes that are left.
    #[cfg_attr(target_arch = "wasm32", inline(never))] // a copy for each header would be a third of the dissector
    pub(crate) fn fields(&mut self, fields: FieldList, length: usize) {
        let end = self.at + length as u32 * 8;
        let mut left = fields;
        while self.at < end {
            let Some(field) = left.next() else {
                left = fields;
                continue;
            };
            let length = if field.length == 0 { end - self.at } else { field.length };
            let start = self.at;
            self.at += length;
            if self.at <= end {
                (self.each)(Span { field: Field { start, length, ..field }, start, length });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const SAMPLES: &[Field] = &[
        Field::number("b First", 0..4).scaled(4).of(Sense::Bytes),
        Field::flag("c Second", 4),
        Field::hex("d Third", 5..32).of(Sense::Family),
        Field::ipv6("e Fourth", 32..160),
        Field { length: 1024, ..Field::bytes("f Fifth") },
        Field::mac("g Last", 0..0).scaled(8),
    ];

    fn spans(fields: FieldList, length: usize) -> Vec<(&'static str, u32, u32)> {
        let mut all = Vec::new();
        Spans::new(&mut |span| all.push((span.field.name(), span.start, span.length))).fields(fields, length);
        all
    }

    #[test]
    fn a_field_is_unpacked_as_it_was_but_for_where_it_begins() {
        let unpacked: Vec<Field> = fields!(SAMPLES).collect();
        let listed: Vec<Field> = SAMPLES.iter().map(|field| Field { start: 0, ..*field }).collect();
        assert_eq!(unpacked, listed);
        for number in 0..8 {
            assert_eq!(Format::from_number(number) as u8, number);
        }
        for number in 0..Sense::COUNT as u8 {
            assert_eq!(Sense::from_number(number) as u8, number);
            assert!(number < b' ', "no letter of a name");
        }
    }

    #[test]
    fn fields_follow_one_another_and_begin_anew() {
        assert_eq!(spans(fields!(&[SAMPLES[0], SAMPLES[1]]), 0), []);
        let twice = [("b", 0, 4), ("c", 4, 1), ("d", 5, 27), ("b", 32, 4), ("c", 36, 1), ("d", 37, 27)];
        assert_eq!(spans(fields!(&[SAMPLES[0], SAMPLES[1], SAMPLES[2]]), 8), twice);
        assert_eq!(spans(fields!(&[SAMPLES[3], SAMPLES[5]]), 20), [("e", 0, 128), ("g", 128, 32)]);
        assert_eq!(spans(fields!(&[SAMPLES[3], SAMPLES[5]]), 16), [("e", 0, 128)]);
    }
}
