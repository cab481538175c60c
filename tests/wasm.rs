//! The crate as WebAssembly, through its bindings as JavaScript calls them. `npm test` runs this file twice, in Node and in
//! headless Chromium: `npm test -- wasm-node wasm-browser`.
#![cfg(all(target_arch = "wasm32", feature = "wasm", feature = "wasm-values"))]

use drywire::dissect::dissect;
use drywire::wasm::{bindings, values};
use drywire::wire::checksum::Sum;
use drywire::wire::{LinkType, Packet};
use js_sys::{Array, Reflect, Uint8Array, Uint32Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// 10.0.0.1:1234 to 10.0.0.2:80, a SYN with MSS, SACK-permitted, timestamps, NOP and window scale, both checksums right.
const SYN: [u8; 60] = [
    0x45, 0x00, 0x00, 0x3c, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0x0a, 0x74, 0x0a, 0x00, 0x00, 0x01, 0x0a, 0x00, 0x00,
    0x02, 0x04, 0xd2, 0x00, 0x50, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0xa0, 0x02, 0xff, 0xff, 0x00, 0x00,
    0x00, 0x00, 0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a, 0x00, 0x00, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x00, 0x01,
    0x03, 0x03, 0x07,
];

/// `LinkType::Raw`, LINKTYPE_RAW.
const RAW: u32 = 101;

/// The declarations that TypeScript reads the record by.
const LAYOUT: &str = include_str!("../pkg/src/layout.ts");

/// DESIGN section 5: a frame is copied in, one call reads it, and the record says what it is, in the words that TypeScript knows.
#[wasm_bindgen_test]
fn a_frame_is_decoded_into_the_record() {
    put(&syn());
    assert!(bindings::decode::decode(SYN.len(), RAW, true));
    assert_eq!(word("Head", "ProblemCount"), 0);
    assert_eq!(word("Head", "PayloadOffset"), 60);
    assert_eq!(word("TcpWord", "SourcePort"), 1234);
    assert_eq!(word("TcpWord", "DestinationPort"), 80);
    assert_eq!(word("TcpWord", "Window"), 65_535);
    assert_eq!(word("TcpWord", "OptionCount"), 5);
    let good = 0;
    assert_eq!(word("TcpWord", "ChecksumStatus"), good);
}

/// A wrong checksum is a problem in the record, not an exception.
#[wasm_bindgen_test]
fn a_wrong_checksum_is_told() {
    let mut frame = syn();
    frame[36] ^= 0xff;
    put(&frame);
    assert!(bindings::decode::decode(frame.len(), RAW, true));
    assert_eq!(word("Head", "ProblemCount"), 1);
    let bad = 1;
    assert_eq!(word("TcpWord", "ChecksumStatus"), bad);
}

/// A link type that is not known is refused by every call that takes one.
#[wasm_bindgen_test]
fn an_unknown_link_type_is_refused() {
    put(&SYN);
    assert!(!bindings::decode::decode(SYN.len(), 0xbeef, true));
    assert_eq!(bindings::dissect::dissect(SYN.len(), 0xbeef), -1);
    assert_eq!(bindings::dissect::dissect(SYN.len(), RAW), LinkType::Raw as i32);
}

/// No byte sequence traps: a panic would end this test, and with it the module.
#[wasm_bindgen_test]
fn no_frame_traps() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for round in 0..3000u32 {
        let mut frame = syn();
        frame.resize(random.below(120), 0xff);
        for _ in 0..random.below(12) {
            let at = random.below(frame.len().max(1));
            let byte = random.next() as u8;
            frame.get_mut(at).into_iter().for_each(|place| *place = byte);
        }
        put(&frame);
        let link = [1, RAW, 0, 108, 113, 276, u32::MAX][round as usize % 7];
        assert!(bindings::decode::decode(frame.len(), link, true), "seed 0x2545f4914f6cdd1d, round {round}");
        assert!(bindings::dissect::dissect(frame.len(), link) >= 0, "seed 0x2545f4914f6cdd1d, round {round}");
    }
    assert!(bindings::decode::decode(usize::MAX, RAW, true), "a length past the input");
}

/// What parses is emitted to the same bytes here as natively (DESIGN section 3).
#[wasm_bindgen_test]
fn what_parses_is_emitted_to_the_same_bytes() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..2000 {
        let mut frame = syn();
        frame.truncate(random.below(frame.len() + 1));
        for _ in 0..random.below(6) {
            let at = random.below(frame.len().max(1));
            let byte = random.next() as u8;
            frame.get_mut(at).into_iter().for_each(|place| *place = byte);
        }
        let packet = Packet::parse_lax(&frame, LinkType::Raw, |_| ());
        assert_eq!(packet.to_vec(), frame, "seed 0x9e3779b97f4a7c15, round {round}");
    }
}

/// Invariant 1: whatever handle, length or moment JavaScript gives, a connection's calls end without a trap.
#[wasm_bindgen_test]
fn no_call_of_a_connection_traps() {
    use bindings::tcp;
    assert!(tcp::open(true, 0.0) >= 0, "all settings are 0");
    for handle in [0, 1, u32::MAX] {
        for length in [0, 1, 131_072, usize::MAX] {
            for now in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
                let _ = (
                    tcp::receive(handle, length, now),
                    tcp::transmit(handle, now),
                    tcp::transmit_all(handle, length, now),
                );
                let _ = (
                    tcp::write(handle, length, true),
                    tcp::read(handle, length),
                    tcp::event(handle),
                    tcp::reset(length),
                );
                let _ = (tcp::timeout(handle), tcp::state(handle), tcp::remote(handle));
                tcp::receive_all(handle, length, now);
                tcp::advance(handle, now);
                tcp::info(handle);
                tcp::change(handle, length, now);
            }
        }
        tcp::close(handle, handle == 0);
        tcp::release(handle);
        tcp::release(handle);
    }
    assert_eq!(tcp::state(0), 0);
    assert!(tcp::timeout(0).is_nan());
}

/// RFC 1071 with `simd128`, which no native test compiles: every length and alignment against the sum of 16-bit words.
#[wasm_bindgen_test]
fn rfc1071_equals_the_naive_sum_at_every_length_and_alignment() {
    let mut random = Random(0x1234_5678_9abc_def1);
    let mut bytes: Vec<u8> = (0..1600).map(|_| random.next() as u8).collect();
    for _ in 0..2 {
        for start in 0..16 {
            for length in (0..300).chain(1440..1480) {
                let part = &bytes[start..start + length];
                let (sum, expected) = (Sum::new().bytes(part).folded(), naive(part));
                // 0 and 0xffff are one number in one's complement.
                assert!(
                    sum == expected || sum ^ expected == 0xffff && sum.wrapping_add(1) < 2,
                    "start {start} length {length}"
                );
            }
        }
        bytes.fill(0xff);
    }
}

/// Feature `wasm-values`: a Rust program hands a dissection to JavaScript as plain data, by the names of the npm package.
#[wasm_bindgen_test]
fn a_dissection_is_a_javascript_value() {
    let mut frame = syn();
    frame[36] ^= 0xff;
    let value = values::dissection(&frame, LinkType::Raw).expect("plain data");
    let expected = dissect(&frame, LinkType::Raw);
    let layers = Array::from(&property(&value, "layers"));
    assert_eq!(layers.length() as usize, expected.layers.len());
    let tcp = layers.get(1);
    assert_eq!(property(&tcp, "name"), "tcp");
    assert_eq!(property(&tcp, "text"), expected.layers[1].text.as_str());
    let offset = Array::from(&property(&tcp, "fields")).get(4);
    assert_eq!(property(&offset, "value"), f64::from(40));
    assert_eq!(property(&offset, "bitMask"), f64::from(0xf0));
    let problem = Array::from(&property(&value, "problems")).get(0);
    assert_eq!(property(&problem, "code"), "checksum-wrong");
    assert_eq!(property(&value, "bytes").unchecked_into::<Uint8Array>().to_vec(), frame);
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

/// The SYN with its checksum filled in.
fn syn() -> Vec<u8> {
    let mut frame = SYN.to_vec();
    Packet::parse_lax(&SYN, LinkType::Raw, |_| ()).emit_filled(&mut frame).expect("the packet fits in its own length");
    frame
}

fn naive(bytes: &[u8]) -> u16 {
    let sum = bytes
        .chunks(2)
        .fold(0u32, |sum, pair| sum + u32::from(pair[0]) * 256 + pair.get(1).map_or(0, |&low| low.into()));
    let sum = (sum & 0xffff) + (sum >> 16);
    (sum + (sum >> 16)) as u16
}

/// Copies a frame to where JavaScript does.
fn put(frame: &[u8]) {
    Uint8Array::new_with_byte_offset_and_length(&memory(), input_at(), frame.len() as u32).copy_from(frame);
}

/// A word behind the record.
fn input_at() -> u32 {
    bindings::record_pointer() as u32 + (number_of("Size", "RecordWords") + 1) * 4
}

/// A word of the record, by the names in the package's layout. IPv4's and what an option holds count from elsewhere.
fn word(block: &str, name: &str) -> u32 {
    let record = Uint32Array::new_with_byte_offset(&memory(), bindings::record_pointer() as u32);
    record.get_index(number_of(block, name))
}

/// A number of the package's layout.
fn number_of(block: &str, name: &str) -> u32 {
    let body = LAYOUT.split_once(&format!("enum {block} {{")).expect("the block").1;
    let number = body.split_once(&format!("\n  {name} = ")).expect("the word").1;
    number.split_once(',').expect("an entry ends with a comma").0.parse().expect("a number")
}

fn memory() -> JsValue {
    wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>().buffer()
}

/// Xorshift: what is tested is the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}
