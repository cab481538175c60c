//! The column of text beside the digits: what it says of the same bytes.

/// How a column of text agrees with bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// There is no column.
    Absent,
    /// Each character is what the byte looks like.
    Agrees,
    /// As many characters as there are bytes, and not what they look like.
    Differs,
    /// Another number of characters: this is no column of these bytes.
    No,
}

/// Compares the rest of a line with the bytes that the line has.
#[inline(never)]
pub(super) fn fit(data: &[u8], rest: &[u8]) -> Fit {
    match rest {
        [] => Fit::Absent,
        // The bars of hexdump -C, and the angles of od's `z`; where the column itself begins and ends so, it agrees as it is.
        [b'|', inside @ .., b'|'] | [b'>', inside @ .., b'<'] => match compare(data, rest, false) {
            Fit::Agrees => Fit::Agrees,
            _ => compare(data, inside, true),
        },
        _ => compare(data, rest, false),
    }
}

#[inline(never)]
fn compare(data: &[u8], column: &[u8], framed: bool) -> Fit {
    // Blanks at both ends of a column are lost where it has no frame, so bytes that look like blanks may have no character.
    let skipped = if framed { 0 } else { leading_blanks(data).saturating_sub(leading_blanks(column)) };
    let data = data.get(skipped..).unwrap_or_default();
    // Some leave a blank between the eighth and the ninth character, and hexyl a line.
    let split = column.len() == data.len() + 1 && data.len() + skipped > 8;
    if column.len() > data.len() && !split {
        return Fit::No;
    }
    let mut fits = Fit::Agrees;
    for (at, byte) in data.iter().enumerate() {
        match column.get(at + usize::from(split && at + skipped >= 8)) {
            Some(character) if !looks_like(*byte, *character) => fits = Fit::Differs,
            None if *byte != b' ' => return Fit::No,
            _ => {}
        }
    }
    fits
}

pub(super) fn leading_blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b' ').count()
}

/// A dot may stand for anything; anything that is not ASCII may be shown as something that is not ASCII.
fn looks_like(byte: u8, character: u8) -> bool {
    match byte {
        0x20..0x7f => character == byte || character == b'.',
        _ => matches!(character, b'.' | b' ' | b'_' | b'?' | 0x80..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_compared() {
        let table: [(&[u8], &[u8], Fit); 17] = [
            (b"ab\0", b"ab.", Fit::Agrees),
            (b"ab\0", b"|ab.|", Fit::Agrees),
            (b"ab\0", b">ab.<", Fit::Agrees),
            (b"ab\0", b"", Fit::Absent),
            (b"ab\0", b"ac.", Fit::Differs),
            (b"ab\0", b"ab", Fit::No),
            (b"ab\0", b"ab..", Fit::No),
            (b"ab ", b"ab", Fit::Agrees),
            (b"  ab", b"ab", Fit::Agrees),
            (b"  ab", b"|  ab|", Fit::Agrees),
            (b"  ab", b"|ab|", Fit::No),
            (b"\xd4b", b"\xffb", Fit::Agrees),
            (b"12345678abc", b"12345678 abc", Fit::Agrees),
            (b"12345678abc", b"12345678abc", Fit::Agrees),
            (b"|ab|", b"|ab|", Fit::Agrees),
            (b"\0\0", b"ab", Fit::Differs),
            (b"ab", b"..", Fit::Agrees),
        ];
        for (data, rest, expected) in table {
            assert_eq!(fit(data, rest), expected, "{}: {}", data.escape_ascii(), rest.escape_ascii());
        }
    }
}
