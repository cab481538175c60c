//! TCP/IP with no wires attached: packets, dumps and captures read and written without loss, and TCP without I/O.
//!
//! - [`wire`]: bytes to headers and back. [`wire::Packet`] is where to begin.
//! - [`dissect`]: every field of a frame for people, and its line as tcpdump prints it; [`filter`]: Wireshark's display filters.
//! - [`dump`] and [`capture`]: packets out of pasted text, pcap and pcapng, and back into them.
//! - [`flow`]: the conversations in a capture, over [`reassembly`].
//! - [`tcp`]: a connection that owns no socket, no clock and no random source; [`sim`] and [`lab`] run many over bad networks.
#![no_std]

extern crate alloc;

pub mod capture;
pub mod dissect;
pub mod dump;
pub mod filter;
pub mod flow;
pub mod lab;
pub mod reassembly;
pub mod sim;
pub mod tcp;
pub mod time;
#[cfg(any(feature = "wasm-bindings", feature = "wasm-values"))]
pub mod wasm;
pub mod wire;

/// The README's examples run as this crate's documentation does.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
