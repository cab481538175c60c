//! No text takes longer than its length explains: what each format begins with, again and again.

use drywire::dump::{self, Format};
use std::time::Instant;

/// What formats begin with, or count.
const PIECES: [&str; 46] = [
    "[/*",
    "[",
    "{",
    "(",
    "[(",
    "{ 0x45, /*",
    "[1,/**/",
    "[(byte",
    "<Buffer ",
    "<Buffer 45 ",
    "<Buffer 45,",
    "\"data\":",
    "\"data\":[",
    "\"data\" \n",
    "\"Buffer\"\"data\":[1,",
    "\"frame_raw\"",
    "\"frame_raw\": [\"45",
    "\"frame_raw\":[\"45\",0,1,",
    "<packet>",
    "<packet><proto ",
    "<packet></packet><proto ",
    "<field name=\"x",
    "<packet><proto <field name=\"caplen\" show=\"9\"/>",
    ";base64,",
    "data:",
    "data:;base64,",
    "data:;base64,RQAA ",
    "b'",
    "b'\\x",
    "b'a' ",
    "\"",
    "\"\\x45\" ",
    "'",
    "\\",
    "\\x45",
    "\\   ",
    "0000  45\n",
    "0000  ",
    "0000 45 ",
    "*\n",
    "0x0000:  ",
    "0000000 000105\n*\n",
    "0x45,",
    "%45",
    "RQAA",
    "45:",
];

/// A text of so many bytes.
fn text(piece: &str, length: usize) -> String {
    piece.repeat(length / piece.len() + 1)
}

/// Into so many pieces a text is cut for comparison.
const PARTS: usize = 16;

/// Whether a text takes much longer than its parts do one after the other, in several attempts. Both take as long where time grows
/// with the length, so whatever else a busy machine does falls on both; where it grows with the square, it is sixteen times as much.
/// Looked at only where the whole takes longer than the machine's speed is likely to explain.
fn is_steep(length: usize, enough: f64, work: impl Fn(usize)) -> bool {
    seconds(|| work(length)) > enough
        && (0..5).all(|_| {
            let parts = seconds(|| (0..PARTS).for_each(|_| work(length / PARTS)));
            seconds(|| work(length)) > 4.0 * parts
        })
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

/// [`dump::parse`]: linear in the text's length. These take a tenth of a second at most; were they looked through again from each
/// piece on, they would take the square of that.
#[test]
fn no_text_takes_longer_than_its_length_explains() {
    let mut steep = Vec::new();
    for piece in PIECES {
        for unit in [piece.to_string(), format!("{piece}\n")] {
            if is_steep(300_000, 1.0, |length| _ = dump::parse(text(&unit, length))) {
                steep.push(unit);
            }
        }
    }
    assert!(steep.is_empty(), "{steep:#?}");
}

/// [`dump::parse_as`]: the same for each reader, whatever the text looks like.
#[test]
fn no_reader_takes_longer_than_the_length_explains() {
    let mut steep = Vec::new();
    for piece in PIECES {
        let unit = format!("{piece} ");
        for format in Format::ALL {
            if is_steep(100_000, 0.5, |length| _ = dump::parse_as(text(&unit, length), *format)) {
                steep.push(format!("{piece:?} as {format}"));
            }
        }
    }
    assert!(steep.is_empty(), "{steep:#?}");
}

/// [`dump::parse`]: what is said once of many packets is not looked for among all that were refused, and a packet whose length is
/// claimed again and again takes room for it once.
#[test]
fn neither_warnings_nor_claims_take_longer_than_the_length_explains() {
    let warned = |length| text("b'\\q'\n\n", length / 2) + &text("b'45000000'\n\n", length / 2);
    assert!(!is_steep(1_500_000, 1.0, |length| _ = dump::parse(warned(length))), "warnings");
    let claim = |length| format!("<field name=\"caplen\" show=\"{}\"/>", length / 3);
    let claimed = |length| format!("<packet><proto {}</packet>", text(&claim(length), length));
    assert!(!is_steep(300_000, 1.0, |length| _ = dump::parse(claimed(length))), "claims");
}

/// The measure itself can fail.
#[test]
fn what_grows_with_the_square_is_seen() {
    let pairs = |length: usize| {
        let text = std::hint::black_box(vec![1u8; length]);
        let sum: u64 = text.iter().map(|a| text.iter().map(|b| u64::from(a ^ b)).sum::<u64>()).sum();
        assert_eq!(sum, 0);
    };
    // A busy machine may hold up the parts alone, but not for ever.
    assert!((0..50).any(|_| is_steep(8_000, 0.0, pairs)));
}
