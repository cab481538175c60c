//! Writes capture files: little-endian, one section.

use super::decoder::{MAXIMUM_INTERFACES, MAXIMUM_LENGTH};
use super::event::{Format, Interface};
use super::options::code;
use super::pcapng::{BYTE_ORDER_MAGIC, ENHANCED_PACKET, FRAME, INTERFACE_DESCRIPTION, SECTION_HEADER, SIMPLE_PACKET};
use alloc::vec::Vec;
use core::fmt;

/// Which way a packet went through the interface that saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Into the host.
    Inbound = 1,
    /// Out of it.
    Outbound = 2,
}

/// A packet to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The number that [`Writer::interface`] gave.
    pub interface: u32,
    /// Nanoseconds since 1970-01-01 UTC, from there on. pcap has room for 2^32 seconds. Without a time, a packet that says
    /// no more than its bytes becomes a simple packet block of pcapng, and any other gets the time 0.
    pub timestamp: Option<i64>,
    /// The packet, or the first bytes of it.
    pub data: &'a [u8],
    /// The length of the whole packet in bytes.
    pub original_length: u32,
    /// Not in pcap.
    pub direction: Option<Direction>,
    /// Nothing where it is empty. Not in pcap.
    pub comment: &'a str,
}

impl<'a> Record<'a> {
    /// A whole packet of interface 0, at an unknown time.
    #[must_use]
    pub const fn of(data: &'a [u8]) -> Self {
        Record { interface: 0, timestamp: None, data, original_length: data.len() as u32, direction: None, comment: "" }
    }
}

/// Why something was not written. The file stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WriteError {
    /// No interface has this number.
    Interface,
    /// A pcap file has one interface, which it has already.
    OneInterface,
    /// pcapng is written with times in powers of ten from seconds to nanoseconds, pcap in micro- or nanoseconds.
    Resolution,
    /// The time is before 1970, or later than the format can say.
    Time,
    /// The packet, a name or a comment is too long; or there are too many interfaces.
    TooLong,
}

impl WriteError {
    /// What is wrong, in words.
    #[must_use]
    pub const fn sentence(&self) -> &'static str {
        match self {
            WriteError::Interface => "no interface has this number",
            WriteError::OneInterface => "a pcap file has one interface",
            WriteError::Resolution => "times cannot be written in this resolution",
            WriteError::Time => "the time is before 1970, or later than the format can say",
            WriteError::TooLong => "this is longer than the format can say",
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.sentence())
    }
}

impl core::error::Error for WriteError {}

/// Writes a capture file, which can be taken in parts.
///
/// ```
/// use drywire::capture::{self, Event, Format, Interface, Record, Writer};
/// let mut writer = Writer::new(Format::Pcap);
/// let interface = writer.interface(&Interface { link: 101, resolution: 6, ..Interface::default() })?;
/// writer.packet(&Record { interface, timestamp: Some(5_000_001_999), ..Record::of(&[0x45]) })?;
/// let file = writer.take();
/// let packet = capture::read(&file).find_map(Event::packet).unwrap();
/// assert_eq!(packet.timestamp, Some(5_000_001_000), "in microseconds");
/// # Ok::<(), capture::WriteError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Writer {
    format: Format,
    file: Vec<u8>,
    /// Nanoseconds in a tick of each interface.
    ticks: Vec<u64>,
}

impl Writer {
    /// Begins a file. That of pcap begins with its interface.
    #[must_use]
    pub fn new(format: Format) -> Self {
        let mut writer = Writer { format, file: Vec::new(), ticks: Vec::new() };
        if format == Format::Pcapng {
            writer.block(SECTION_HEADER, |body| {
                put32(body, BYTE_ORDER_MAGIC);
                put16(body, 1);
                put16(body, 0);
                // The section's length: not specified.
                put32(body, u32::MAX);
                put32(body, u32::MAX);
                put_option(body, code::USER_APPLICATION, b"drywire");
                put_option(body, code::END, &[]);
            });
        }
        writer
    }

    /// Adds an interface; gives its number. `time_offset` is not written: times are those since 1970.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn interface(&mut self, interface: &Interface<'_>) -> Result<u32, WriteError> {
        let number = self.ticks.len() as u32;
        if number >= MAXIMUM_INTERFACES || interface.name.len().max(interface.description.len()) > LONGEST_OPTION {
            return Err(WriteError::TooLong);
        }
        let resolution = interface.resolution;
        match self.format {
            Format::Pcap if number > 0 => return Err(WriteError::OneInterface),
            Format::Pcap if !matches!(resolution, 6 | 9) => return Err(WriteError::Resolution),
            Format::Pcapng if resolution > 9 => return Err(WriteError::Resolution),
            Format::Pcap => self.file_header(interface),
            Format::Pcapng => self.description(interface),
        }
        self.ticks.push(10_u64.pow(u32::from(9 - resolution)));
        Ok(number)
    }

    /// Adds a packet.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn packet(&mut self, record: &Record<'_>) -> Result<(), WriteError> {
        let tick = *self.ticks.get(record.interface as usize).ok_or(WriteError::Interface)?;
        let longest = if self.format == Format::Pcap { 0 } else { record.comment.len() } + record.data.len() + 64;
        if longest > MAXIMUM_LENGTH as usize || record.comment.len() > LONGEST_OPTION {
            return Err(WriteError::TooLong);
        }
        let time = u64::try_from(record.timestamp.unwrap_or(0)).map_err(|_| WriteError::Time)?;
        match self.format {
            Format::Pcap => self.record(record, time, tick),
            Format::Pcapng => {
                self.enhanced(record, time.checked_div(tick).unwrap_or(0));
                Ok(())
            }
        }
    }

    /// What was written since this was last called. The parts together are the file.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        core::mem::take(&mut self.file)
    }

    /// What was written and not yet taken.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        &self.file
    }

    fn file_header(&mut self, interface: &Interface<'_>) {
        let magic: u32 = if interface.resolution == 9 { 0xa1b2_3c4d } else { 0xa1b2_c3d4 };
        put32(&mut self.file, magic);
        put16(&mut self.file, 2);
        put16(&mut self.file, 4);
        put32(&mut self.file, 0);
        put32(&mut self.file, 0);
        // Readers take 0 for a limit of 0.
        let no_limit = 1 << 18;
        put32(&mut self.file, if interface.snap_length == 0 { no_limit } else { interface.snap_length });
        put32(&mut self.file, interface.link.into());
    }

    fn description(&mut self, interface: &Interface<'_>) {
        self.block(INTERFACE_DESCRIPTION, |body| {
            put16(body, interface.link);
            put16(body, 0);
            put32(body, interface.snap_length);
            for (code, text) in
                [(code::INTERFACE_NAME, interface.name), (code::INTERFACE_DESCRIPTION, interface.description)]
            {
                if !text.is_empty() {
                    put_option(body, code, text);
                }
            }
            put_option(body, code::TIME_RESOLUTION, &[interface.resolution]);
            put_option(body, code::END, &[]);
        });
    }

    fn record(&mut self, record: &Record<'_>, time: u64, tick: u64) -> Result<(), WriteError> {
        let second = 1_000_000_000;
        let seconds = u32::try_from(time / second).map_err(|_| WriteError::Time)?;
        put32(&mut self.file, seconds);
        put32(&mut self.file, (time % second).checked_div(tick).unwrap_or(0) as u32);
        put32(&mut self.file, record.data.len() as u32);
        put32(&mut self.file, record.original_length);
        self.file.extend(record.data);
        Ok(())
    }

    fn enhanced(&mut self, record: &Record<'_>, ticks: u64) {
        let whole = record.original_length as usize == record.data.len();
        let bare = record.timestamp.is_none() && record.comment.is_empty() && record.direction.is_none();
        if bare && whole && record.interface == 0 {
            self.block(SIMPLE_PACKET, |body| {
                put32(body, record.original_length);
                put_padded(body, record.data);
            });
            return;
        }
        self.block(ENHANCED_PACKET, |body| {
            put32(body, record.interface);
            put32(body, (ticks >> 32) as u32);
            put32(body, ticks as u32);
            put32(body, record.data.len() as u32);
            put32(body, record.original_length);
            put_padded(body, record.data);
            let options = body.len();
            if !record.comment.is_empty() {
                put_option(body, code::COMMENT, record.comment.as_bytes());
            }
            if let Some(direction) = record.direction {
                put_option(body, code::PACKET_FLAGS, &(direction as u32).to_le_bytes());
            }
            if body.len() > options {
                put_option(body, code::END, &[]);
            }
        });
    }

    /// Adds a block: its body between type and length, and its length again.
    fn block(&mut self, block_type: u32, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.file.len();
        put32(&mut self.file, block_type);
        put32(&mut self.file, 0);
        write(&mut self.file);
        let length = ((self.file.len() - start - 8) as u32 + FRAME).to_le_bytes();
        if let Some(place) = self.file.get_mut(start + 4..start + 8) {
            place.copy_from_slice(&length);
        }
        self.file.extend(length);
    }
}

const LONGEST_OPTION: usize = u16::MAX as usize;

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

/// An option; its value was seen to fit.
fn put_option(out: &mut Vec<u8>, code: u16, value: &[u8]) {
    put16(out, code);
    put16(out, value.len() as u16);
    put_padded(out, value);
}

fn put_padded(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(bytes);
    out.extend(core::iter::repeat_n(0, bytes.len().next_multiple_of(4) - bytes.len()));
}
