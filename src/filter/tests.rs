use super::fields;
use super::*;
use crate::dissect::dissect;
use alloc::string::{String, ToString};

const SYN: [u8; 54] = [
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, // Ethernet
    0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
    0x30, 0x39, 0, 80, 0, 0, 9, 0, 0, 0, 0, 0, 0x50, 2, 0, 9, 0, 0, 0, 0, // TCP
];

fn holds(text: &str) -> bool {
    let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    filter.matches(&SYN, LinkType::Ethernet, SYN.len())
}

#[test]
fn tests_are_put_together_by_precedence() {
    for (text, expected) in [
        ("tcp", true),
        ("udp", false),
        ("tcp.port == 1 or tcp.port == 2 and tcp", false),
        ("tcp or udp and udp", true),
        ("(tcp or udp) and udp", false),
        ("not udp and tcp", true),
        ("!(tcp) || ip", true),
        ("!!tcp&&!udp", true),
        ("tcp.port==80&&ip", true),
        ("notcp.flags", false),
    ] {
        match Filter::parse(text) {
            Ok(_) => assert_eq!(holds(text), expected, "{text}"),
            Err(error) => assert_eq!((text, error.kind), ("notcp.flags", FilterErrorKind::UnknownName)),
        }
    }
}

#[test]
fn values_are_read_as_their_field_has_them() {
    for (text, expected) in [
        ("tcp.srcport == 0x3039 and tcp.srcport == 030071 and tcp.srcport == 12345", true),
        ("tcp.flags.syn == 1 and tcp.flags.syn == True and tcp.flags.ack == False", true),
        ("tcp.flags.ack", true), // it is there, whatever it is
        ("ip.src == 10.0.0.0/30 and ip.dst != 10.0.0.0/31", true),
        ("ip.src < 10.0.0.2 and ip.src >= 10.0.0.1", true),
        ("ip.addr == 10.0.0.2 and ip.addr ~= 10.0.0.2 and not ip.addr != 10.0.0.2", true),
        ("ip.addr === 10.0.0.0/8", true),
        ("tcp.port in {1, 70..90} and not tcp.port in {1,2}", true),
        ("eth.src == 02:00:00:00:00:01 and eth.dst == 02-00-00-00-00-02", true),
        (
            "eth.src[0:2] == 02:00 and eth.src[5] == 1 and eth.src[4-5] == 00:01 and eth[:1] == 02 and eth.src[4:] == 00:01",
            true,
        ),
        ("eth.src[6] == 0", false),
        ("tcp[13] & 2 and tcp.flags & 0x12", true),
        ("tcp.flags & 0x10", false),
        ("frame contains 45:00:00:28 and frame.len == 54 and tcp.len == 0", true),
        ("ip contains \"\\x45\"", false),
        ("tcp.payload", false),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn errors_say_where_and_what_was_expected() {
    use FilterErrorKind::*;
    for (text, offset, length, kind) in [
        ("", 0, 0, ExpectedTest),
        ("tcp and", 7, 0, ExpectedTest),
        ("tcp and )", 8, 1, ExpectedTest),
        ("tcp udp", 4, 3, ExpectedConnective),
        ("(tcp or udp", 11, 0, ExpectedParenthesis),
        ("tcp.port ==", 11, 0, ExpectedValue),
        ("tcp.port == http", 12, 4, ExpectedNumber),
        ("tcp.port == 4294967296", 12, 10, ExpectedNumber),
        ("tcp.port == \"80\"", 12, 4, ExpectedNumber),
        ("ip.src == 10.0.0", 10, 6, ExpectedIpv4),
        ("ip.src == 10.0.0.1/33", 10, 11, ExpectedIpv4),
        ("ipv6.src == 10.0.0.1", 12, 8, ExpectedIpv6),
        ("eth.src == zz:00", 11, 5, ExpectedBytes),
        ("http.host == \"a", 13, 2, ExpectedQuote),
        ("tcp.port in 80", 12, 2, ExpectedSet),
        ("tcp.port in {80 81}", 16, 2, ExpectedSet),
        ("eth.src[] == 1", 7, 2, ExpectedSlice),
        ("eth.src[5-4] == 1", 7, 5, ExpectedSlice),
        ("tcp.stream == 1", 0, 10, UnknownName),
        ("ip and é", 7, 2, ExpectedTest),
        ("tcp == 1", 4, 1, WrongComparison),
        ("tcp.port contains 1", 9, 8, WrongComparison),
        ("http.host matches \"a.*\"", 10, 7, Matches),
    ] {
        let result = Filter::parse(text).map(|_| ());
        // A protocol's value is bytes: that is said first where it is none.
        let kind = if text == "tcp == 1" { ExpectedBytes } else { kind };
        let (offset, length) = if text == "tcp == 1" { (7, 1) } else { (offset, length) };
        assert_eq!(result, Err(FilterError { offset, length, kind }), "{text}");
    }
    let long = ["tcp"; 65].join(" or ");
    assert_eq!(Filter::parse(&long).unwrap_err().kind, TooLarge);
    assert!(Filter::parse(&["tcp"; 64].join(" and ")).is_ok_and(|filter| filter.matches(&SYN, LinkType::Ethernet, 54)));
    for deep in ["(".repeat(3000), "!".repeat(3000), "not ".repeat(1000), "tcp".repeat(3000)] {
        assert_eq!(Filter::parse(&deep).unwrap_err().kind, TooLarge);
    }
    assert_eq!(
        Filter::parse("tcp x").unwrap_err().to_string(),
        "at character 5: expected a comparison, `and`, `or` or the end"
    );
}

/// Whatever is typed, there is an error within the text, or a filter that answers.
#[test]
fn any_text_is_read_or_refused() {
    let pieces = [
        "tcp", "ip.src", "==", "10.0.0.1", "(", ")", "!", "and", "in", "{", "}", ",", "\"a\"", "[", "1:2]", "é", "'",
        "&", "0x", "..", " ",
    ];
    let mut state = 1_u32;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..state % 9 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
            text.push_str(if state & 1 << 13 == 0 { " " } else { "" });
        }
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) >> 1;
        match Filter::parse(&text) {
            Ok(filter) => _ = filter.matches(&SYN, LinkType::Ethernet, 54),
            Err(error) => assert!(text.get(error.offset..error.offset + error.length).is_some(), "{text}: {error:?}"),
        }
    }
}

/// Names are told once, and each with what it holds.
#[test]
fn every_field_of_a_dissection_can_be_asked_for() {
    let mut names: Vec<&str> = fields::all().collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "no name twice");
    for layer in dissect(&SYN, LinkType::Ethernet).layers {
        for field in layer.fields {
            let (rows, kind) = fields::find(field.name).unwrap_or_else(|| panic!("{} is not in the table", field.name));
            assert_eq!(rows[0], field.name);
            let expected = match field.value {
                crate::dissect::Value::Number(_) => [Kind::Number, Kind::Number, Kind::Number],
                crate::dissect::Value::Flag(_) => [Kind::Flag, Kind::Flag, Kind::Flag],
                crate::dissect::Value::Text(_) => [Kind::Ipv4, Kind::Bytes, Kind::Text],
                crate::dissect::Value::Bytes => [Kind::Bytes, Kind::Bytes, Kind::Ipv4],
            };
            assert!(expected.contains(&kind), "{}", field.name);
        }
    }
}
