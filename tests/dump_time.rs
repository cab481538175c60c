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

/// [`dump::parse`]: linear in the text's length. These take a tenth of a second at most; were they looked through again from each
/// piece on, they would take the square of that.
#[test]
fn no_text_takes_longer_than_its_length_explains() {
    let mut slow = Vec::new();
    for piece in PIECES {
        for unit in [piece.to_string(), format!("{piece}\n")] {
            let begin = Instant::now();
            let _ = dump::parse(text(&unit, 300_000));
            let took = begin.elapsed().as_secs_f64();
            if took > 3.0 {
                slow.push(format!("{unit:?}: {took:.2} s for 300 kB"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// [`dump::parse_as`]: the same for each reader, whatever the text looks like.
#[test]
fn no_reader_takes_longer_than_the_length_explains() {
    let mut slow = Vec::new();
    for piece in PIECES {
        let text = text(&format!("{piece} "), 100_000);
        for format in Format::ALL {
            let begin = Instant::now();
            let _ = dump::parse_as(&text, *format);
            let took = begin.elapsed().as_secs_f64();
            if took > 1.0 {
                slow.push(format!("{piece:?} as {format}: {took:.2} s for 100 kB"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
