//! `diff` as a user calls it: what it prints, and its exit code.

use std::path::PathBuf;
use std::process::{Command, Output};

/// A datagram to port 53 in raw IPv4, with right checksums.
const DATAGRAM: &str = r#""linktype":101,"data":"4500001d000100004011 66cd 0a000001 0a000002 00350063 0009 7341 78""#;

fn diff(name: &str, lines: &str) -> Output {
    let file: PathBuf = std::env::temp_dir().join(format!("drywire-diff-{name}-{}.jsonl", std::process::id()));
    std::fs::write(&file, lines).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_diff")).arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_is_equal_exits_with_0() {
    let line = format!(
        r#"{{{DATAGRAM},"layers":["ip","udp"],"ip":{{"ttl":64,"checksum_status":"good"}},"udp":{{"srcport":53,"payload_len":1,"checksum_status":"good"}}}}"#
    );
    let output = diff("equal", &line);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 packets, 7 fields compared, 0 differences"), "{said}");
}

#[test]
fn what_differs_is_named_and_exits_with_1() {
    let line = format!(r#"{{"frame":9,{DATAGRAM},"layers":["ip","tcp"],"udp":{{"srcport":54}}}}"#);
    let output = diff("unequal", &line);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("frame 9: udp.srcport: the oracle says 54, drywire 53"), "{said}");
    assert!(said.contains(r#"frame 9: layers: the oracle says ["ip","tcp"], drywire ["ip","udp"]"#), "{said}");
    assert!(said.contains("frame 9: ip: the oracle says null"), "{said}");
}

#[test]
fn a_file_that_says_nothing_exits_with_1() {
    let output = diff("empty", "\n");
    assert_eq!(output.status.code(), Some(1));
    let output = diff("no-bytes", r#"{"ip":{"ttl":64}}"#);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("there is no capture"), "{}", text(&output.stderr));
}
