//! TCP/IP with no wires attached: a lossless codec for IPv4, TCP and UDP.
#![no_std]

extern crate alloc;

pub mod dissect;
pub mod reassembly;
pub mod time;
pub mod wire;
