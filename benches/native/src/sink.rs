//! Where a parser's reading goes. Each contestant hands over every field of every header, so that all do the same work,
//! and a test compares what they hand over.

/// A field that every contestant reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    HeaderLength,
    Dscp,
    Ecn,
    TotalLength,
    Identification,
    DontFragment,
    MoreFragments,
    FragmentOffset,
    TimeToLive,
    Protocol,
    IpChecksum,
    Source,
    Destination,
    SourcePort,
    DestinationPort,
    Sequence,
    Acknowledgment,
    DataOffset,
    Flags,
    Window,
    Checksum,
    UrgentPointer,
    Length,
    MaximumSegmentSize,
    WindowScale,
    SackPermitted,
    TimestampValue,
    TimestampEcho,
    SackLeft,
    SackRight,
    PayloadLength,
}

/// Takes the fields.
pub(crate) trait Sink {
    /// Takes one field's value.
    fn take(&mut self, field: Field, value: u64);

    /// Takes a SACK block.
    #[inline(always)]
    fn block(&mut self, left: u32, right: u32) {
        self.take(Field::SackLeft, left.into());
        self.take(Field::SackRight, right.into());
    }
}

/// Adds everything up: the least that can be done with a value so that it has to be read.
#[derive(Default)]
pub(crate) struct Total(pub(crate) u64);

impl Sink for Total {
    #[inline(always)]
    fn take(&mut self, _: Field, value: u64) {
        self.0 = self.0.wrapping_add(value);
    }
}

/// Keeps everything, to be compared.
#[derive(Default)]
pub(crate) struct List(pub(crate) Vec<(Field, u64)>);

impl Sink for List {
    fn take(&mut self, field: Field, value: u64) {
        self.0.push((field, value));
    }
}
