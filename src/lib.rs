//! TCP/IP with no wires attached: a lossless codec for IPv4, TCP and UDP.
#![no_std]

extern crate alloc;

mod capture;
pub mod dissect;
pub mod reassembly;
pub mod sim;
pub mod tcp;
pub mod time;
pub mod wire;
