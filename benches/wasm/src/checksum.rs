//! `checksum-wasm`: the checksum of a full segment's data, taken as often as asked in one call, so that the way into WebAssembly
//! costs nothing.

use drywire::wire::checksum::Sum;
use std::hint::black_box;
use wasm_bindgen::prelude::wasm_bindgen;

/// The data of a full segment in bytes.
const LENGTH: usize = 1460;

/// The package's checksum, so many times; the last one.
#[wasm_bindgen(js_name = drywireTimes)]
#[must_use]
pub fn drywire_times(times: u32) -> u16 {
    repeat(times, |bytes| Sum::new().bytes(bytes).checksum())
}

/// The loop that RFC 1071 section 4.1 has: 16 bits at a time in network order, so many times; the last one.
#[wasm_bindgen(js_name = plainTimes)]
#[must_use]
pub fn plain_times(times: u32) -> u16 {
    repeat(times, |bytes| {
        let mut sum = 0u32;
        let (pairs, _) = bytes.as_chunks::<2>();
        for pair in pairs {
            sum += u32::from(u16::from_be_bytes(*pair));
        }
        while sum >> 16 != 0 {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        !(sum as u16)
    })
}

/// The same loop with one word's carry added at once: no compiler makes vectors of it.
#[wasm_bindgen(js_name = carryTimes)]
#[must_use]
pub fn carry_times(times: u32) -> u16 {
    repeat(times, |bytes| {
        let mut sum = 0u16;
        let (pairs, _) = bytes.as_chunks::<2>();
        for pair in pairs {
            let (wrapped, carry) = sum.overflowing_add(u16::from_be_bytes(*pair));
            sum = wrapped + u16::from(carry);
        }
        !sum
    })
}

/// The bytes that a call goes over.
#[wasm_bindgen(js_name = bytesEach)]
#[must_use]
pub fn bytes_each() -> u32 {
    LENGTH as u32
}

#[inline]
fn repeat(times: u32, checksum: impl Fn(&[u8]) -> u16) -> u16 {
    let mut bytes = [0u8; LENGTH];
    let mut state = 1u32;
    for byte in &mut bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    let mut last = 0;
    for _ in 0..times {
        last = checksum(black_box(&bytes));
    }
    last
}
