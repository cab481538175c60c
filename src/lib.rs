//! TCP/IP with no wires attached: a lossless codec for IPv4, TCP and UDP.
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
