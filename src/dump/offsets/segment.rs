//! One packet's lines, from the first offset to the last.

use super::attempt;
use super::line::Row;
use super::word::{self, Quality, UNKNOWN, UNTRIED, WORDS, Way, Word};
use crate::dump::fault::What;
use crate::dump::reading::{NO_LINK, Reader, Refused};
use crate::dump::scan::{NO_NUMBER, has};
use crate::dump::{Format, Place, time};

/// Of offsets. What od prints alone comes first, or what hexdump does, or what neither does.
const RADIXES: [u8; 4] = [16, 8, 16, 10];

/// Whether a packet's lines are surely a dump's: prose, and words of hex, may begin with something like an offset.
pub(super) fn stands(text: &mut Reader, rows: &[Row]) -> bool {
    let Some(first) = rows.first() else { return false };
    let width = first.first.length();
    if width == 0 || first.offset.length() < 4 {
        return false;
    }
    if !first.is_plain() {
        return width.is_multiple_of(2);
    }
    let best = best(text, rows, None);
    let from_zero = first.offset.length() != width && first.number == 0;
    best.quality > Quality::Untried && from_zero || rows.len() > 1 && best.quality > Quality::None
}

/// Tries each way in which the lines may be meant; the first of the best, or of all where none will do.
#[inline(never)]
fn best(text: &mut Reader, rows: &[Row], format: Option<Format>) -> Way {
    let mut best = UNTRIED;
    let Some(first) = rows.first() else { return best };
    let mut allowed = word::allowed(format, first);
    for word in &WORDS {
        let mut way = Way { word, ..UNTRIED };
        let is_allowed = allowed & 1 > 0;
        allowed >>= 1;
        if !is_allowed || !way.suits(text, first) {
            continue;
        }
        // od alone prints pairs, and words in octal with one blank; hexdump prints words in hex.
        let hexdump = word.radix == 16 && word.little && way.bytes == 2;
        let skipped = if first.offset.length() == 7 && first.is_plain() { usize::from(!hexdump) } else { 2 };
        for radix in RADIXES.get(skipped..).unwrap_or_default() {
            way.radix = *radix;
            way.base = first.offset_in(text, *radix);
            if way.base != NO_NUMBER {
                try_way(text, rows, format, &mut way);
                best.compare(&way);
            }
        }
    }
    best
}

/// Reads the lines in one way, and says how well that goes.
#[inline(never)]
fn try_way(text: &mut Reader, rows: &[Row], format: Option<Format>, way: &mut Way) {
    let noted = text.notes.len();
    let failed = attempt::read(text, rows, way).is_err();
    way.hash = 0;
    for byte in text.bytes() {
        way.hash = way.hash.wrapping_mul(31).wrapping_add(u32::from(*byte) + 1);
    }
    text.truncate(text.start);
    text.forget(noted);
    // Words without a colon are a machine's, unless their text says that they are not.
    let turned = format.is_none() && way.word.radix == 16 && way.bytes > 1 && !way.word.little;
    let unlikely = turned && rows.first().is_some_and(Row::is_plain) && way.quality < Quality::Agrees;
    if failed || unlikely {
        way.quality = Quality::None;
    }
}

/// Reads the packet; and says what format it looks like.
pub(super) fn read(text: &mut Reader, rows: &[Row], format: Option<Format>) -> Result<Format, Refused> {
    let Some((first, last)) = rows.first().zip(rows.last()) else { return Err(Refused) };
    let whole = Place { end: last.line.end, ..first.line };
    let mut way = best(text, rows, format);
    if way.quality == Quality::Untried {
        text.refuse_at(What::LineUnclear, whole)?;
    }
    attempt::read(text, rows, &mut way)?;
    let columns = way.column != UNKNOWN;
    let looks_like = looks_like(text, rows, &way, first);
    if way.base != 0 && looks_like != Format::Cisco && format != Some(Format::Cisco) {
        text.warn_once(What::StartsAt, way.base, first.line);
    }
    if way.word.little {
        text.warn_once(What::Swapped, 0, whole);
    }
    if !last.is_bare() && matches!(looks_like, Format::Hexdump | Format::HexdumpC | Format::Od) {
        text.warn_once(What::NoEndOffset, 0, last.line);
    }
    if let Some(what) = way.unclear {
        text.warn_once(what, way.unclear_radix.into(), whole);
    }
    if !columns && matches!(looks_like, Format::Xxd | Format::XxdBits) {
        text.warn_once(What::NoColumn, 0, whole);
    }
    text.enter(first.time);
    let time = time::at_start(text);
    text.take_with(NO_LINK, time);
    Ok(looks_like)
}

/// The format that these lines have, by their offsets, their groups and what is around them.
fn looks_like(text: &Reader, rows: &[Row], way: &Way, first: &Row) -> Format {
    let Word { radix, little, .. } = *way.word;
    let line = text.of(first.line);
    let last = line.last().copied().unwrap_or(0);
    let ends = rows.len() > 1 && rows.last().is_some_and(Row::is_bare);
    match (first.prefixed, first.colon, first.offset.length()) {
        (true, _, _) => Format::Tcpdump,
        (_, true, _) if radix == 2 => Format::XxdBits,
        (_, true, _) if way.digits == 8 && way.base != 0 => Format::Cisco,
        (_, true, _) => Format::Xxd,
        _ if first.barred => Format::Hexyl,
        (_, _, 7..) if last == b'|' => Format::HexdumpC,
        (_, _, 7) if way.radix == 16 && way.bytes <= 2 && (little || radix != 16) => Format::Hexdump,
        _ if little || radix != 16 || way.radix != 16 => Format::Od,
        (_, _, 6..) if last == b'<' && has(line, b'>') => Format::Od,
        _ if first.directed => Format::Text2pcap,
        (_, _, 4 | 5) => Format::Tshark,
        _ if ends || first.offset.length() == 7 => Format::Od,
        _ if way.column != UNKNOWN => Format::Tshark,
        _ => Format::Text2pcap,
    }
}
