//! What each format may look like, in small: tables of texts with their bytes, or what is said of them.

use super::{Fault, Format, parse, parse_as};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

/// The packets in hex, with blanks between them, and the codes of the warnings.
fn read(text: &str) -> (Option<Format>, String, Vec<&'static str>) {
    match parse(text) {
        Ok(dump) => {
            let hex = |data: &[u8]| data.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            let packets: Vec<String> = dump.packets.iter().map(|packet| hex(&packet.data)).collect();
            let codes = dump.warnings.iter().map(|warning| warning.fault.code()).collect();
            (Some(dump.format), packets.join(" "), codes)
        }
        Err(error) => (None, String::new(), vec![error.fault.code()]),
    }
}

#[track_caller]
fn check(text: &str, format: impl Into<Option<Format>>, packets: &str, warnings: &[&str]) {
    assert_eq!(read(text), (format.into(), packets.into(), warnings.to_vec()), "{text}");
}

#[test]
fn a_line_has_as_many_bytes_as_the_next_offset_says() {
    // The text of the first line looks like more bytes.
    check("0000  61 62 20 63 64   ab cd\n0005  00 01   ..\n", Format::Tshark, "61622063640001", &[]);
    check("0000  61 62   ab\n", Format::Tshark, "6162", &[]);
    check("0000  61 62   ac\n", Format::Tshark, "6162", &["text-differs"]);
    check("0000  61 62 ab\n", None, "", &["line-unclear"]);
    check("0000  45 00\n0002  00 14\n", Format::Tshark, "45000014", &[]);
    check("0000  45 00\n0003  00 14\n", None, "", &["bytes-missing"]);
    check("00000000: 4500 00zz  E...\n00000004: 0000 0000  ....\n", None, "", &["bytes-missing"]);
}

#[test]
fn offsets_that_begin_again_begin_a_packet() {
    let two = "10:00:00.5 IP a > b\n\t0x0000:  4500 0001\n\t0x0004:  02\n10:00:01.5 IP c > d\n\t0x0000:  6000\n";
    check(two, Format::Tcpdump, "4500000102 6000", &[]);
    let times: Vec<_> = parse(two).unwrap().packets.iter().map(|packet| packet.timestamp.unwrap().seconds).collect();
    assert_eq!(times, [36_000, 36_001]);
    check("00000000: 4500  E.\n00000000: 6000  `.\n", Format::Xxd, "4500 6000", &[]);
    check(
        "80000000: 45000001 02030405  ........\n\n80001000: 60000000  `...\n",
        Format::Cisco,
        "4500000102030405 60000000",
        &[],
    );
    check("00000010: 4500  E.\n00000012: 0001  ..\n", Format::Xxd, "45000001", &["starts-late"]);
}

#[test]
fn a_packet_that_cannot_be_read_leaves_the_others() {
    let text = "0000  45 00\n0004  00 14\n\n0000  60 00\n";
    check(text, Format::Tshark, "6000", &["bytes-missing"]);
    assert!(parse(text).unwrap().warnings[0].refused);
}

#[test]
fn stars_repeat_the_line_before() {
    let row = |byte: &str| format!("{} {}", [byte; 8].join(" "), [byte; 8].join(" "));
    let text = format!("00000000  {}  |................|\n*\n00000030  01  |.|\n00000031\n", row("00"));
    check(&text, Format::HexdumpC, &format!("{}01", "00".repeat(48)), &[]);
    let long = format!("00000000  {}  |................|\n*\nfffffff0\n", row("00"));
    check(&long, None, "", &["repeat-too-long"]);
    check(&format!("00000000  {}\n*\n", row("00")), None, "", &["bytes-missing"]);
    // 0x30 = 48 and 0o60 = 48 differ; 0o40 = 32 and 0x40 = 64 are both whole lines.
    let words = ["0000"; 8].join(" ");
    check(&format!("0000000 {words}\n*\n0000040\n"), Format::Hexdump, &"00".repeat(64), &["swapped", "radix-unclear"]);
}

#[test]
fn words_are_swapped_and_it_is_said() {
    check("0000000 0045 1400\n0000004\n", Format::Hexdump, "45000014", &["swapped"]);
    check("0000000 0045 0014\n0000003\n", Format::Hexdump, "450014", &["swapped"]);
    check("0000000 000105 012000\n0000004\n", Format::Od, "45000014", &["swapped"]);
    check("0000000 14000045\n0000004\n", Format::Od, "45000014", &["swapped"]);
    check("0000000 0045 1400\n", Format::Hexdump, "45000014", &["swapped", "no-end-offset"]);
    check("00000000: 64636261 68676665  abcdefgh\n", Format::Xxd, "6162636465666768", &["swapped"]);
    let forced = parse_as("0000000 0045 1400\n0000004\n", Format::Xxd).unwrap();
    assert_eq!(forced.packets[0].data, [0x00, 0x45, 0x14, 0x00]);
}

#[test]
fn hex_with_anything_between() {
    check("45 00:00-14,c0_a8;00.01", Format::Hex, "45000014c0a80001", &[]);
    check("4500001\n", None, "", &["odd-digits"]);
    check("45 0 14", None, "", &["odd-digits"]);
    check("450000140000\n\n600000000000", Format::Hex, "450000140000 600000000000", &["ambiguous"]);
    check("data = bytes.fromhex('4500 0014 00')\n", Format::Hex, "4500001400", &[]);
    check("[45, 00, 00, 1c, c0]", Format::Hex, "4500001cc0", &[]);
    let long = "45".repeat(60);
    check(&format!("{long}\n{long}\n"), Format::Hex, &format!("{long} {long}"), &["packet-a-line"]);
    let line = "45".repeat(20);
    check(&format!("{line}\n{line}\n4500\n"), Format::Hex, &format!("{line}{line}4500"), &["lines-joined"]);
    check("%45%00a%2e", Format::Percent, "4500612e", &[]);
    check("%45%0", None, "", &["odd-digits"]);
}

#[test]
fn lists_of_numbers() {
    check("{ 0x45, 0, (byte) 0x14, 255u8, -1 /* last */ }", Format::CArray, "450014ffff", &[]);
    check("[69, 0]\n[96, 1]", Format::CArray, "4500 6001", &[]);
    check("[69, 256]", None, "", &["not-a-byte"]);
    check("[69, 012]", None, "", &["leading-zero"]);
    check("[69, 0", None, "", &["unclosed"]);
    check("unsigned char x[3] = { 1, 2 };", None, "", &["length-differs"]);
    check("[2]byte{0x45, 0x0}", Format::GoSlice, "4500", &[]);
    check("Uint8Array(200) [\n  69, 0,\n  ... 198 more items\n]", None, "", &["cut-short"]);
    check("0x45, 0x00\n0x00 0x14\n", Format::HexList, "45000014", &[]);
    check("0x45, 0x00, 0x1", None, "", &["odd-digits"]);
    check("0x4500001400", Format::HexList, "4500001400", &[]);
}

#[test]
fn string_literals() {
    check(r#"char a[] = "E\0\x14\n"; /* "x" */ char b[] = "\x60" "a";"#, Format::CString, "4500140a 6061", &[]);
    check(r#""\x45\400""#, None, "", &["not-a-byte"]);
    check(r#""\x45\q""#, None, "", &["strange-character"]);
    check("b'E\\x\n00'", None, "", &["strange-character"]);
    check(r#""\x45é""#, None, "", &["not-ascii"]);
    check(r#""\x450""#, Format::CString, "4530", &["long-escape"]);
    check(r"\x45\x00\x14", Format::CString, "450014", &[]);
    check(r"b'E\x00' b'\x14'", Format::PythonBytes, "450014", &[]);
    check("b'E\\x00'\n  b'\\x14'\n\nb'`'", Format::PythonBytes, "450014 60", &[]);
    check(r"b'E\x00", None, "", &["unclosed"]);
    check(r"b'45000014'", Format::PythonBytes, "3435303030303134", &["ambiguous"]);
    check(r"p = IP(b'E\x00')", Format::Scapy, "4500", &[]);
    assert_eq!(parse(r"p = IP(b'E\x00')").unwrap().packets[0].link, Some(101));
    // As Python 2 has it.
    check(r"p = IP('E\x00')", Format::Scapy, "4500", &[]);
}

#[test]
fn base64_is_whole_or_refused() {
    let (text, hex) = ("RQAAQAAAQABABgNEymxXpd+ENd7y", "450000400000400040060344ca6c57a5df8435def2");
    check(text, Format::Base64, hex, &[]);
    check(&format!("{text}\n{text}\nRQ==\n"), Format::Base64, &format!("{hex}{hex}45"), &[]);
    check(&format!("{text}\n\n{text}\n"), Format::Base64, &format!("{hex} {hex}"), &[]);
    check(&text.replace('+', "-"), Format::Base64, hex, &[]);
    check(&format!("{text}RQ"), Format::Base64, &format!("{hex}45"), &["padding-missing"]);
    check(&format!("{text}R"), None, "", &["base64-cut"]);
    check(&format!("{text}RR=="), None, "", &["base64-cut"]);
    check(&format!("{text}-_+/"), None, "", &["strange-character"]);
    check("RQAAQAAA", Format::Base64, "450000400000", &["maybe-a-word"]);
    // It may look like a number; a number with a letter too many is not base64.
    check("0xAAAAAAAAA=", Format::Base64, "d310000000000000", &["maybe-a-word"]);
    check("0x450000400000400040060344ca6c57a5zz", None, "", &["strange-character"]);
    check("url(data:a/b;base64,RQAA) data:;base64,YAA=", Format::DataUrl, "450000 6000", &[]);
}

#[test]
fn node_and_tshark() {
    check("{ a: <Buffer 45 00>, b: <Buffer 60> }", Format::NodeBuffer, "4500 60", &[]);
    check("<Buffer 45 0", None, "", &["odd-digits"]);
    check("<Buffer 45 00", None, "", &["unclosed"]);
    check(r#"[{"type":"Buffer","data":[69,0]},{"type":"Buffer","data":[96]}]"#, Format::NodeJson, "4500 60", &[]);
    check(r#"{"frame_raw": ["4500", 0, 3, 0, 1]}"#, None, "", &["length-differs"]);
    check(r#"{"_source": {"layers": {"frame": {}}}}"#, None, "", &["no-frames"]);
    let field = |position, value| format!("<field name=\"x\" pos=\"{position}\" size=\"2\" value=\"{value}\"/>");
    let packet = |fields: String| {
        format!("<packet><proto name=\"g\"><field name=\"caplen\" show=\"4\"/></proto>{fields}</packet>")
    };
    check(&packet(field(2, "0014") + &field(0, "4500")), Format::Pdml, "45000014", &[]);
    check(
        &packet(field(2, "0014") + &field(0, "4500") + &field(0, "6000")),
        Format::Pdml,
        "45000014",
        &["fields-differ"],
    );
    check(&packet(field(2, "0014")), None, "", &["bytes-missing"]);
    // The first length holds: each other one would take its room again.
    let again = field(2, "0014") + "<field name=\"caplen\" show=\"2\"/>" + &field(0, "4500");
    check(&packet(again), Format::Pdml, "45000014", &[]);
}

#[test]
fn what_is_no_dump_is_refused() {
    for text in ["", "\n\n", "hello, world", "The quick brown fox.", "10.0.0.1 > 10.0.0.2: Flags [S]", "12:34:56"] {
        assert!(matches!(parse(text).map_err(|error| error.fault), Err(Fault::NotADump)), "{text}");
    }
    for text in ["", "\u{1b}[31mhello, world\u{1b}[0m"] {
        assert_eq!(parse(text).unwrap_err().to_string(), "nothing here looks like a dump");
    }
    for format in Format::ALL {
        assert!(parse_as("", *format).is_err(), "{format}");
        assert_eq!(format.name().parse(), Ok(*format));
    }
}

#[test]
fn nothing_in_quotes_or_brackets_is_lost_in_silence() {
    check("a.write(\"45000014\"); b.write('60000000')\n", Format::Hex, "45000014 60000000", &[]);
    check("f(\"45000014\", 20, \"sent 60\")\n", Format::Hex, "45000014", &[]);
    check("f(\"4500\", g(\"0014\"), \"0102\")\n  \"0304\"\n", Format::Hex, "4500 0014 0102 0304", &[]);
    // What Python's `+` joins is one packet, whose pieces are bytes each.
    let joined = "bytes.fromhex(\"4500\") + bytes.fromhex(\"00 14\") + bytes.fromhex('0001')";
    check(joined, Format::Hex, "450000140001", &[]);
    check(&format!("a = {joined}, \"6000\"\n"), Format::Hex, "450000140001 6000", &[]);
    check(&format!("{joined}\n\n{joined}"), Format::Hex, "450000140001 450000140001", &[]);
    check(&joined.replace("0001", "0001 2"), None, "", &["odd-digits"]);
    // In the text's order, whichever way Node printed each.
    check("[Uint8Contents]: <45 00>\n<Buffer 60 01>\n", Format::NodeBuffer, "4500 6001", &[]);
    // The first one was not closed: what it says of its parent ends where the next one begins.
    assert_eq!(read("<Buffer 45 00 01, parent: x\n<Buffer 60 01>").1, "6001");
    check("<Buffer 45 00, parent: x>\n", Format::NodeBuffer, "4500", &[]);
}

#[test]
fn what_debuggers_and_boxes_show() {
    let gdb = "0x555555558010 <buf>:\t0x45\t0x00\n0x555555558012 <buf+2>:\t0x00\t0x14\n";
    check(gdb, Format::HexList, "45000014", &[]);
    check("(gdb) x/2xb $sp\n0x7ffc10:\t0x45\t0x00\n", Format::HexList, "4500", &["not-read"]);
    // A line is missing; or the line with the address of the rest has lost it.
    check("0x10:\t0x45\t0x00\n0x14:\t0x00\t0x14\n", None, "", &["offsets-unclear"]);
    check("0x10:\t0x45\t0x00\n0x00\t0x14\n", None, "", &["offsets-unclear"]);
    check("0x10 <buf>:\t0x14000045\t0x00000100\n", None, "", &["words"]);
    let hexyl = "┌────────┬─────────────────────────┬─────────────────────────┬────────┬────────┐\n\
                 │00000000│ 45 00 00 14 00 01 00 00 ┊ 40 06 66 e2 0a 00 20 41 │E⋄⋄•⋄•⋄⋄┊@•f×_⋄ A│\n\
                 │00000010│ 0a 00 00 01             ┊                         │_⋄⋄•    ┊        │\n\
                 └────────┴─────────────────────────┴─────────────────────────┴────────┴────────┘\n";
    check(hexyl, Format::Hexyl, "45000014000100004006 66e20a0020410a000001".replace(' ', "").as_str(), &[]);
}

#[test]
fn what_shows_characters_is_refused_by_name() {
    check("0000000   E  \\0  \\0 034   @  \\0   a\n0000007\n", None, "", &["characters"]);
    check("0000000   E nul nul  fs   @ nul   a\n0000007\n", None, "", &["characters"]);
    check("0000000 105 000 000 034\n0000004\n", Format::Od, "4500001c", &[]);
}

/// Sixteen bytes, and four.
const TWO_LINES: &str = "4500001400010000400666e20a0020410a000001";

#[test]
fn what_is_before_and_between_the_offsets_of_logs_and_tools_is_no_byte() {
    let first = "45 00 00 14 00 01 00 00 40 06 66 e2 0a 00 20 41";
    let lines = |begin: &str, end: &str| format!("{begin}0000{end}{first}\n{begin}0010{end}0a 00 00 01\n");
    let xxd = ["[  12.5] pkt: 0000", "10:00:00 INFO  | 0000"];
    for begin in xxd {
        check(&lines(begin, ": "), Format::Xxd, TWO_LINES, &["no-column"]);
    }
    for (begin, end) in [("| ", "  "), ("2026-11-23 10:00:00.123 DEBUG wire: ", "  "), ("", " - ")] {
        check(&lines(begin, end), Format::Tshark, TWO_LINES, &[]);
    }
    let halves = lines("00000000`0040", "  ").replace("00 00 40", "00 00-40");
    check(&halves, Format::Text2pcap, TWO_LINES, &["starts-late"]);
    let netty = format!("|  0  1  2  f |\n|00000000| {first} |E.......@.f... A|\n|00000010| 0a 00 00 01 |....|\n");
    check(&netty, Format::Hexyl, TWO_LINES, &[]);
    // Words of hex are no offsets, whatever is behind them.
    check("4500 0014 0000 4000", Format::Hex, "4500001400004000", &[]);
    let log = parse("12:00:01.5 wire: 0000  45 00\n").unwrap();
    assert_eq!(log.packets[0].timestamp.map(|time| time.seconds), Some(43_201));
    // PowerShell's column has blanks for zeros and none at the end: where it begins, other lines have shown.
    let format_hex =
        format!(" Offset Bytes\n0000000000000000 {first} E     @ f\n0000000000000010 0a 00 02 03             é\n");
    let expected = TWO_LINES.replace("0a000001", "0a000203");
    check(&format_hex, Format::Tshark, &expected, &["text-differs"]);
}

#[test]
fn what_consoles_and_databases_print_of_arrays() {
    let properties = "Uint8Array(3) [69, 0, 20, buffer: ArrayBuffer(3), Symbol(Symbol.toStringTag): 'Uint8Array']";
    check(properties, Format::Uint8Array, "450014", &[]);
    check("Uint8Array(3) { 0: 69, 1: 0, 2: 20 }", Format::Uint8Array, "450014", &[]);
    check("Uint8Array(3) [69, 0, buffer: 1]", None, "", &["strange-character"]);
    check(r#"{"0":69,"1":0,"2":20}"#, Format::CArray, "450014", &[]);
    check(r#"{"0":69,"2":20}"#, None, "", &["offsets-unclear"]);
    // JSON of a long Uint8Array: positions are no bytes.
    let long: Vec<String> = (0..300).map(|at| format!("\"{at}\":{}", at % 256)).collect();
    let bytes: String = (0..300).map(|at| format!("{:02x}", at % 256)).collect();
    check(&format!("{{{}}}", long.join(",")), Format::CArray, &bytes, &[]);
    check(&format!("{{{}}}", long.join(",").replace("\"256\"", "\"0\"")), None, "", &["offsets-unclear"]);
    check("Uint8Array(300) [ 69, 0, … ]", None, "", &["cut-short"]);
    assert_eq!(parse("Uint8Array(300) [ 69, 0, … ]").unwrap_err().fault, Fault::MoreNotPrinted { count: 298 });
    check("['0x45', '0x0', '0x14']", Format::CArray, "450014", &[]);
    check("{ [Uint8Contents]: <45 00 14>, byteLength: 3 }", Format::NodeBuffer, "450014", &[]);
    check("$1 = {0x45, 0x0 <repeats 3 times>, 0x14}", Format::CArray, "4500000014", &[]);
    check("$1 = {0x45, 0x0 <repeats 4000000000 times>}", None, "", &["repeat-too-long"]);
    check(" data\n------\n \\x4500001440\n", Format::Hex, "4500001440", &["not-read"]);
    check("INSERT INTO p VALUES (1, X'4500001440');", Format::Hex, "4500001440", &[]);
}
