//! NTP, RFC 5905 7.3.

use super::{Fields, Looks, Payload, Sheet};
use crate::dissect::names::Registry;
use crate::wire::{Field, fields};

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    Looks::possible(matches!(payload.byte(0) >> 3 & 7, 1..=4) && payload.bytes.len() >= 12)
}

pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    let first = payload.byte(0);
    to.phrase("version %n, ", &[], first >> 3 & 7, 0);
    to.named(MODES, "reserved", first & 7);
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    // Modes 6 and 7 control the daemon: only their first byte is like that of the others.
    let controls = fields.byte(0) & 7 >= 6;
    fields.header(fields!(&FIELDS), if controls { 1 } else { 48 });
    fields.rest("ntp.ext Extension and authenticator");
    Some(())
}

const MODES: Registry = "\
1 symmetric active
symmetric passive
client
server
broadcast
control
private";

const fn time(names: &'static str, at: u32) -> Field {
    Field { start: at * 8, length: 64, ..Field::bytes(names) }
}

const FIELDS: [Field; 13] = [
    Field::number("ntp.flags.li Leap indicator", 0..2),
    Field::number("ntp.flags.vn Version", 2..5),
    Field::number("ntp.flags.mode Mode", 5..8),
    Field::number("ntp.stratum Stratum", 8..16),
    Field::number("ntp.ppoll Polling interval", 16..24),
    Field::number("ntp.precision Precision", 24..32),
    Field::hex("ntp.rootdelay Root delay", 32..64),
    Field::hex("ntp.rootdispersion Root dispersion", 64..96),
    Field::hex("ntp.refid Reference", 96..128),
    time("ntp.reftime Reference time", 16),
    time("ntp.org Origin time", 24),
    time("ntp.rec Receive time", 32),
    time("ntp.xmt Transmit time", 40),
];
