//! The bindings of the npm package: conversion only, nothing here decides anything about a protocol.
//!
//! A packet crosses as a record of 32-bit words in memory that both sides see (`layout`), so that no call allocates and no
//! object is built here: the package's TypeScript builds plain literals from the words.

// Natively only the tests call what the bindings call on wasm32.
#![cfg_attr(not(all(target_arch = "wasm32", feature = "wasm")), allow(dead_code))]

#[cfg(all(feature = "wasm-bindings", target_arch = "wasm32"))]
pub mod bindings;
#[cfg(feature = "wasm-capture")]
mod capture;
#[cfg(feature = "wasm-capture-write")]
mod capture_write;
#[cfg(feature = "wasm-dissect")]
mod dissection;
#[cfg(feature = "wasm-dump-read")]
mod dump;
mod extension_rows;
#[cfg(feature = "wasm-filter")]
mod filter;
#[cfg(feature = "wasm-flow")]
mod flow;
mod from_record;
mod layout;
mod option_rows;
mod place;
mod record;
mod rows;
mod shapes;
#[cfg(feature = "wasm-dissect")]
mod summary;
mod table;
#[cfg(feature = "wasm-tcp")]
mod tcp;
mod to_record;
#[cfg(feature = "wasm-values")]
pub mod values;
mod writer;

use crate::wire::{Checksums, LinkType, Outline};
use layout::{Head, LINK_AUTO};
use record::Record;

/// The link type that a number from JavaScript stands for; nothing for one that is not known.
#[inline]
fn link_type(number: u32, frame: &[u8]) -> Option<LinkType> {
    if number == LINK_AUTO { Some(LinkType::guess(frame)) } else { LinkType::from_linktype(number) }
}

/// Where a frame's parts stand, and the state of its checksums.
#[derive(Default)]
struct Parsed {
    outline: Outline,
    checksums: Checksums,
}

impl Parsed {
    /// Takes a frame apart; its problems are added to the record's. Nothing was taken apart before.
    ///
    /// The one place where packets are parsed: a copy for each caller would make the module half as large again.
    #[inline(never)]
    fn read(&mut self, record: &mut Record, frame: &[u8], link_type: LinkType, verify: bool) {
        let mut problem = |problem| record.push_problem(problem);
        self.outline.read_lax(frame, link_type, &mut problem);
        if verify {
            self.checksums = self.outline.verify(frame, &mut problem);
        }
    }

    /// Takes the packet apart that an error message quotes. What is wrong with it is no fault of the frame's.
    fn read_quoted(&mut self, record: &mut Record, packet: &[u8]) {
        let problems = record.get(Head::ProblemCount.at());
        self.read(record, packet, LinkType::Raw, true);
        record.set(Head::ProblemCount.at(), problems);
    }
}

/// Reads a frame into a record. False for a link type that is not known.
fn decode(record: &mut Record, frame: &[u8], link: u32, verify: bool) -> bool {
    let Some(link_type) = link_type(link, frame) else { return false };
    record.clear();
    let mut parsed = Parsed::default();
    parsed.read(record, frame, link_type, verify);
    to_record::write(record, &parsed, frame);
    true
}

/// How many bytes into the frame a part of it begins.
fn offset_in(frame: &[u8], part: &[u8]) -> u32 {
    part.as_ptr().addr().wrapping_sub(frame.as_ptr().addr()) as u32
}

#[cfg(test)]
mod tests;
