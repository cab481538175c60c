//! Any segments and any calls, into one connection.

use super::super::icmp::IcmpError;
use super::super::segment::Segment;
use super::super::state::State;
use super::settings::configs;
use super::subject::Subject;
use crate::time::{Duration, Instant};
use crate::wire::tcp::{Flags, KnownOptions, SackBlocks, SeqNumber};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::net::SocketAddrV4;
use proptest::collection::vec as vec_of;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A number that a segment's numbers are counted from, so that they mean something.
#[derive(Clone, Copy, Debug)]
enum From {
    SndUna,
    SndNxt,
    RcvNxt,
    RcvEdge,
    Irs,
}

type Number = (From, i32);

/// A segment, in terms of the connection that it comes to.
#[derive(Clone, Debug)]
struct Arriving {
    flags: Flags,
    seq: Number,
    ack: Number,
    window: u16,
    urgent_pointer: u16,
    length: usize,
    timestamps: Option<(i32, i32)>,
    sack: Vec<(Number, Number)>,
    mss: Option<u16>,
    scale: Option<u8>,
}

#[derive(Clone, Debug)]
enum Action {
    Segment(Arriving),
    Write(usize),
    WriteUrgent,
    Read(usize),
    Close,
    Abort,
    Wait(u64),
    /// Until the next timer.
    Timeout,
    Icmp(u8, u8, u16, Number),
}

fn deltas() -> impl Strategy<Value = i32> {
    prop_oneof![4 => Just(0), 4 => -3..=3, 3 => -3000..=3000, 1 => any::<i32>()]
}

fn flags() -> impl Strategy<Value = Flags> {
    let usual = select(vec![
        Flags::ACK,
        Flags::ACK | Flags::PSH,
        Flags::ACK | Flags::FIN,
        Flags::ACK | Flags::URG,
        Flags::SYN,
        Flags::SYN | Flags::ACK,
        Flags::RST,
        Flags::RST | Flags::ACK,
    ]);
    prop_oneof![6 => Just(Flags::ACK), 5 => usual, 1 => (0u16..512).prop_map(Flags::from_bits)]
}

fn segments() -> impl Strategy<Value = Arriving> {
    let seq = (select(&[From::RcvNxt, From::RcvNxt, From::RcvEdge, From::Irs]), deltas());
    let ack = || (select(&[From::SndUna, From::SndNxt]), deltas());
    let window = prop_oneof![Just(0), Just(1), Just(u16::MAX), any::<u16>()];
    let length = prop_oneof![3 => Just(0usize), 2 => 1..10usize, 2 => 10..3000usize];
    let timestamps = option::weighted(0.7, (deltas(), deltas()));
    let sack = prop_oneof![2 => Just(vec![]), 1 => vec_of((ack(), ack()), 1..=4)];
    let offers = (option::of(select(&[0u16, 1, 48, 536, 1460, 65_535])), option::of(0u8..=20));
    let numbers = (flags(), seq, ack(), window, any::<u16>(), length);
    (numbers, timestamps, sack, offers).prop_map(
        |((flags, seq, ack, window, urgent_pointer, length), timestamps, sack, (mss, scale))| Arriving {
            flags,
            seq,
            ack,
            window,
            urgent_pointer,
            length,
            timestamps,
            sack,
            mss,
            scale,
        },
    )
}

fn actions() -> impl Strategy<Value = Action> {
    prop_oneof![
        12 => segments().prop_map(Action::Segment),
        3 => (0..5000usize).prop_map(Action::Write),
        1 => Just(Action::WriteUrgent),
        2 => (0..3000usize).prop_map(Action::Read),
        1 => Just(Action::Close),
        1 => select(&[false, false, false, true]).prop_map(|abort| if abort { Action::Abort } else { Action::Timeout }),
        2 => (0..3000u64).prop_map(Action::Wait),
        3 => Just(Action::Timeout),
        1 => (0..20u8, 0..16u8, any::<u16>(), (select(&[From::SndUna, From::SndNxt]), deltas()))
            .prop_map(|(kind, code, mtu, seq)| Action::Icmp(kind, code, mtu, seq)),
    ]
}

struct Bench {
    subject: Subject,
    now: Instant,
}

impl Bench {
    fn number(&self, (from, delta): Number) -> SeqNumber {
        let c = &self.subject.connection;
        let from = match from {
            From::SndUna => c.snd.una,
            From::SndNxt => c.snd.nxt,
            From::RcvNxt => c.rcv.nxt,
            From::RcvEdge => c.rcv.edge,
            From::Irs => c.rcv.irs,
        };
        SeqNumber(from.0.wrapping_add_signed(delta))
    }

    fn arrives(&mut self, arriving: &Arriving) {
        let payload = vec![7; arriving.length];
        let blocks: Vec<[u8; 8]> = arriving.sack.iter().map(|(left, right)| self.block(*left, *right)).collect();
        let c = &self.subject.connection;
        let recent = c.negotiated.timestamps.map_or(0, |recent| recent.value());
        let echo = c.timestamp(self.now);
        let syn = arriving.flags.intersects(Flags::SYN);
        let segment = Segment {
            seq: self.number(arriving.seq),
            ack: self.number(arriving.ack),
            flags: arriving.flags,
            window: arriving.window,
            urgent_pointer: arriving.urgent_pointer,
            ce: arriving.window % 2 == 1,
            options: KnownOptions {
                maximum_segment_size: arriving.mss.filter(|_| syn),
                window_scale: arriving.scale.filter(|_| syn),
                sack_permitted: syn,
                sack: (!blocks.is_empty()).then(|| SackBlocks::from_wire(&blocks)),
                timestamps: arriving
                    .timestamps
                    .map(|(value, reply)| (recent.wrapping_add_signed(value), echo.wrapping_add_signed(reply))),
                ..KnownOptions::default()
            },
            payload: &payload,
        };
        let c = &mut self.subject.connection;
        match c.state {
            State::Listen => drop(c.arrives_in_listen(self.now, peer(), &segment)),
            _ => c.handle_segment(self.now, &segment),
        }
    }

    fn block(&self, left: Number, right: Number) -> [u8; 8] {
        let bytes = [self.number(left).0.to_be_bytes(), self.number(right).0.to_be_bytes()];
        core::array::from_fn(|n| bytes[n / 4][n % 4])
    }

    fn act(&mut self, action: &Action) -> Result<(), String> {
        let c = &mut self.subject.connection;
        match action {
            Action::Segment(arriving) => self.arrives(arriving),
            Action::Write(count) => self.subject.write(*count),
            Action::WriteUrgent => drop(c.write_urgent(b"!")),
            Action::Read(most) => drop(self.subject.read(*most, false)?),
            Action::Close => c.close(),
            Action::Abort => c.abort(),
            Action::Wait(millis) => self.now += Duration::from_millis(*millis),
            Action::Timeout => self.now = c.poll_timeout().unwrap_or(self.now).max(self.now),
            Action::Icmp(icmp_type, code, next_hop_mtu, seq) => {
                let error = IcmpError {
                    icmp_type: *icmp_type,
                    code: *code,
                    next_hop_mtu: *next_hop_mtu,
                    seq: self.number(*seq),
                };
                self.subject.connection.handle_icmp(self.now, &error);
            }
        }
        self.subject.connection.handle_timeout(self.now);
        self.subject.settle(self.now)?;
        match self.subject.connection.poll_timeout() {
            Some(at) if at <= self.now => Err(String::from("a timer is due that has just been dealt with")),
            _ => Ok(()),
        }
    }
}

fn peer() -> SocketAddrV4 {
    "10.0.0.2:80".parse().expect("an address")
}

/// A connection that listens, one that has sent its SYN, or one whose SYN was answered.
fn begin(config: super::super::Config, how: u8) -> Bench {
    let local = "10.0.0.1:49152".parse().expect("an address");
    let subject = if how == 0 { Subject::listen(config, local) } else { Subject::connect(config, local, peer()) };
    Bench { subject, now: Instant::from_millis(1) }
}

fn answer() -> Arriving {
    Arriving {
        flags: Flags::SYN | Flags::ACK,
        seq: (From::RcvNxt, 77),
        ack: (From::SndNxt, 0),
        window: 20_000,
        urgent_pointer: 0,
        length: 0,
        timestamps: Some((5, 0)),
        sack: vec![],
        mss: Some(1460),
        scale: Some(2),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_everything_holds(config in configs(), how in 0u8..6, actions in vec_of(actions(), 1..80)) {
        let mut bench = begin(config, how);
        let first = [Action::Wait(0), Action::Segment(answer())];
        for action in first.iter().take(usize::from(how)).chain(&actions) {
            if let Err(why) = bench.act(action) {
                return Err(TestCaseError::fail(alloc::format!("after {action:?}: {why}")));
            }
        }
    }
}
