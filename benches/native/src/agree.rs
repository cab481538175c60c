//! That the contestants do the same work: on each packet all of them read the same fields with the same values, find the
//! checksums right and find a wrong one wrong, and what they write is a right packet again.

use crate::contestants::{Emitter, by_hand, drywire, etherparse, pnet, smoltcp};
use crate::mix::Mix;
use crate::sink::{Field, List};
use std::fmt::Debug;

type Read = fn(&[u8], &mut List) -> bool;

const PARSERS: [(&str, Read); 6] = [
    ("drywire", drywire::parse),
    ("drywire iter()", drywire::parse_each),
    ("by hand", by_hand::parse),
    ("etherparse", etherparse::parse),
    ("smoltcp", smoltcp::parse),
    ("pnet_packet", pnet::parse),
];

const VERIFIERS: [(&str, Read); 5] = [
    ("drywire", drywire::verify),
    ("by hand", by_hand::verify),
    ("etherparse", etherparse::verify),
    ("smoltcp", smoltcp::verify),
    ("pnet_packet", pnet::verify),
];

/// Says where the contestants differ on the first few hundred packets of a mix.
pub(crate) fn check(mix: &Mix) -> Result<(), String> {
    for packet in mix.packets().take(500) {
        check_readers(packet, &PARSERS)?;
        check_readers(packet, &VERIFIERS)?;
        check_rejection(packet)?;
        check_refusals(packet)?;
    }
    check_emitter::<drywire::Packets<'_>>("drywire", mix, true)?;
    check_emitter::<by_hand::Packets<'_>>("by hand", mix, true)?;
    check_emitter::<etherparse::Packets<'_>>("etherparse", mix, true)?;
    check_emitter::<smoltcp::Packets<'_>>("smoltcp", mix, false)?;
    check_emitter::<pnet::Packets<'_>>("pnet_packet", mix, true)
}

fn check_readers(packet: &[u8], readers: &[(&str, Read)]) -> Result<(), String> {
    let mut expected = None;
    for (name, read) in readers {
        let fields = fields(packet, *read).ok_or_else(|| format!("{name} does not read {packet:02x?}"))?;
        let expected = expected.get_or_insert_with(|| fields.clone());
        same(name, expected, &fields)?;
    }
    Ok(())
}

/// What a contestant reads, in an order that is not its own.
fn fields(packet: &[u8], read: Read) -> Option<Vec<(Field, u64)>> {
    let mut list = List::default();
    let right = read(packet, &mut list);
    list.0.sort();
    right.then_some(list.0)
}

fn same<T: PartialEq + Debug>(name: &str, expected: &T, found: &T) -> Result<(), String> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("{name} gives {found:02x?} where the first gives {expected:02x?}"))
    }
}

/// A bit that is wrong in a header or in the data is noticed by whoever verifies.
fn check_rejection(packet: &[u8]) -> Result<(), String> {
    for at in [8, packet.len() - 1] {
        let mut wrong = packet.to_vec();
        wrong[at] ^= 1;
        for (name, verify) in VERIFIERS {
            if verify(&wrong, &mut List::default()) {
                return Err(format!("{name} finds no fault with {wrong:02x?}"));
            }
        }
    }
    Ok(())
}

/// A packet whose lengths lie is refused by whoever reads it.
fn check_refusals(packet: &[u8]) -> Result<(), String> {
    let tcp = packet[9] == 6;
    let beyond = (packet.len() - 20 + 1) as u8;
    let mut damages = vec![("IHL 4", 0, 0x44), ("version 6", 0, 0x65)];
    if tcp {
        let options = packet[20 + 12] >> 4 > 5;
        // The first option of a SYN is its segment size; of all other segments, the third is their timestamps.
        let length = if packet[20 + 20] == 2 { 20 + 21 } else { 20 + 23 };
        damages.push(("data offset 4", 20 + 12, 0x40));
        damages
            .extend([("option length 0", length, 0), ("option length 1", length, 1)].into_iter().filter(|_| options));
        damages.extend([("option length 60", length, 60)].into_iter().filter(|_| options));
    } else {
        damages.push(("UDP length 7", 20 + 5, 7));
        damages.extend([("UDP length beyond the end", 20 + 5, beyond)].into_iter().filter(|_| packet.len() < 20 + 255));
    }
    let refused = |name: &str, damaged: &[u8]| match PARSERS.iter().find(|(_, read)| fields(damaged, *read).is_some()) {
        Some((who, _)) => Err(format!("{who} reads a packet with {name}: {damaged:02x?}")),
        None => Ok(()),
    };
    refused("a byte missing", &packet[..packet.len() - 1])?;
    for (name, at, value) in damages {
        let mut damaged = packet.to_vec();
        if name == "UDP length 7" {
            damaged[at - 1] = 0;
        }
        damaged[at] = value;
        refused(name, &damaged)?;
    }
    Ok(())
}

/// What is written is right, and equal to what was read where `verbatim`.
fn check_emitter<'a, E: Emitter<'a>>(name: &str, mix: &'a Mix, verbatim: bool) -> Result<(), String> {
    let mut packets = mix.packets();
    let mut result = Ok(());
    E::new(mix).emit(0..mix.len(), &mut [0xff; 2048], |written| {
        let packet = packets.next().unwrap_or_default();
        if result.is_ok() && !by_hand::verify(written, &mut List::default()) {
            result = Err(format!("{name} writes {written:02x?}, whose checksums are wrong"));
        } else if result.is_ok() && verbatim {
            result = same(name, &packet, &written);
        }
    });
    if result.is_ok() && packets.next().is_some() {
        result = Err(format!("{name} does not write all packets"));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contestants_do_the_same_work() {
        for seed in 1..4 {
            check(&Mix::new(2_000, u32::MAX, seed)).unwrap();
        }
    }
}
