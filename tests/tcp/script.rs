//! A peer scripted by hand: segments in a short notation go in, and what the connection sends comes out in the same.
//!
//! `PA 1+10 ack 5 win 900` is PSH and ACK, sequence number 1 with ten bytes, acknowledging 5. Numbers count from the initial
//! sequence number of the side that sends (`ack` and `sack`: of the other). Flags: `S F R P A U`, or `-` for none. Further
//! words: `up`, `mss`, `ws`, `ts 7:9`, `sackok`, `sack 1-5`, `opt 0b02`, `fill 65` (the data is that byte). A sequence number of plain zero prints as `=0`.

use core::net::SocketAddrV4;
use drywire::tcp::{Config, Connection, Event, NewReno, Received, Secret};
use drywire::time::{Duration, Instant};
use drywire::wire::tcp::{self, Flags, KnownOptions, Options, SeqNumber, TcpOption};
use drywire::wire::{LinkType, Network, OptionList, Packet, Transport, ipv4};

/// The peer's initial sequence number: close to the end, so that numbers wrap early in every test.
pub(crate) const IRS: u32 = 0xffff_fffa;

const LETTERS: [(char, Flags); 8] = [
    ('S', Flags::SYN),
    ('F', Flags::FIN),
    ('R', Flags::RST),
    ('P', Flags::PSH),
    ('A', Flags::ACK),
    ('U', Flags::URG),
    ('E', Flags::ECE),
    ('W', Flags::CWR),
];

/// The settings that tests begin with: those of most, but with the controller whose rules RFC 5681 and RFC 6582 are.
pub(crate) fn config() -> Config {
    Config { controller: NewReno::boxed, ..Config::new(Secret::from_seed(7)) }
}

/// The byte that either side has at a number of its stream.
pub(crate) fn byte_at(number: i64) -> u8 {
    (number.wrapping_mul(7) + 3).rem_euclid(251) as u8
}

pub(crate) const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A packet that the connection has sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: Instant,
    pub(crate) packet: Vec<u8>,
}

impl Sent {
    pub(crate) fn parsed(&self) -> (ipv4::Header<'_>, tcp::Header<'_>, &[u8]) {
        let packet = Packet::parse(&self.packet, LinkType::Raw).expect("what is sent is well formed");
        let (Network::Ipv4(network), Transport::Tcp(header)) = (packet.network, packet.transport) else {
            panic!("not TCP over IPv4: {packet:?}");
        };
        (network, header, packet.payload)
    }

    pub(crate) fn tcp(&self) -> tcp::Header<'_> {
        self.parsed().1
    }

    pub(crate) fn known(&self) -> KnownOptions<'_> {
        self.tcp().options.known()
    }

    pub(crate) fn payload(&self) -> &[u8] {
        self.parsed().2
    }
}

/// A connection and its scripted peer.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) connection: Connection,
    pub(crate) now: Instant,
    /// Our initial sequence number, once a SYN has told it.
    pub(crate) iss: u32,
    /// SEG.WND of the peer's segments that give none.
    pub(crate) window: u16,
    /// What [`Script::out`] or [`Script::wait`] has taken last.
    pub(crate) sent: Vec<Sent>,
    /// From where and to where the peer's packets go.
    pub(crate) from: SocketAddrV4,
    pub(crate) to: SocketAddrV4,
    /// The IP options of the peer's packets.
    pub(crate) ip_options: Vec<u8>,
    /// How many bytes were written.
    written: i64,
}

impl Script {
    fn new(connection: Connection) -> Self {
        let (from, to) = ("10.0.0.2:80".parse().unwrap(), connection.local());
        Script {
            connection,
            now: Instant::from_millis(1000),
            iss: 0,
            window: 65_535,
            sent: Vec::new(),
            from,
            to,
            ip_options: Vec::new(),
            written: 0,
        }
    }

    /// A connection that waits for the peer.
    pub(crate) fn listen(config: Config) -> Self {
        Self::new(Connection::listen(config, "10.0.0.1:49152".parse().unwrap()))
    }

    /// A connection that was opened to the peer; its SYN has not been taken.
    pub(crate) fn connect(config: Config) -> Self {
        let (local, remote) = ("10.0.0.1:49152".parse().unwrap(), "10.0.0.2:80".parse().unwrap());
        Self::new(Connection::connect(config, local, remote, Instant::from_millis(1000)).unwrap())
    }

    /// A connection that the peer opened with this SYN, established.
    pub(crate) fn opened(config: Config, syn: &str) -> Self {
        let mut script = Self::listen(config);
        script.peer(syn);
        assert_eq!(script.out(), ["SA 0 ack 1"]);
        let timestamps = script.sent[0].known().timestamps;
        match timestamps {
            Some((value, echo)) => script.peer(&format!("A 1 ack 1 ts {echo}:{value}")),
            None => script.peer("A 1 ack 1"),
        };
        script.events();
        assert_eq!(script.out(), [""; 0]);
        script
    }

    /// A connection that the peer opened without any option but an MSS of 1000.
    pub(crate) fn established(config: Config) -> Self {
        Self::opened(config, "S 0 mss 1000")
    }

    /// The packet that a segment in the short notation makes.
    pub(crate) fn packet(&self, text: &str) -> Vec<u8> {
        let mut words = text.split(' ');
        let letters = words.next().unwrap().trim_matches('-');
        let mut flags = Flags::default();
        for letter in letters.chars() {
            flags |= LETTERS.iter().find(|(known, _)| *known == letter).expect("a flag").1;
        }
        let place = words.next().expect("a sequence number");
        let (seq, length) = place.split_once('+').unwrap_or((place, "0"));
        let (seq, length): (i64, i64) = (seq.parse().unwrap(), length.parse().unwrap());
        let first = seq + i64::from(flags.contains(Flags::SYN));
        let mut payload: Vec<u8> = (first..first + length).map(byte_at).collect();
        let mut header = tcp::Header {
            source_port: self.from.port(),
            destination_port: self.to.port(),
            sequence_number: SeqNumber(IRS.wrapping_add(seq as u32)),
            window: self.window,
            flags,
            ..tcp::Header::default()
        };
        let mut options = Vec::new();
        while let Some(key) = words.next() {
            if key == "fill" {
                payload.fill(words.next().and_then(|byte| byte.parse().ok()).expect("a byte"));
                continue;
            }
            self.word(key, &mut words, &mut header, &mut options);
        }
        options.resize(options.len().next_multiple_of(4), 0);
        header.options = Options::new(&options);
        let network = ipv4::Header {
            protocol: tcp::PROTOCOL,
            source: *self.from.ip(),
            destination: *self.to.ip(),
            options: ipv4::Options::new(&self.ip_options),
            ..ipv4::Header::default()
        };
        let (network, transport) = (Network::Ipv4(network), Transport::Tcp(header));
        let packet = Packet { network, transport, payload: &payload, ..Packet::default() };
        let mut out = vec![0; packet.emitted_len()];
        packet.emit_filled(&mut out).unwrap();
        out
    }

    fn word<'a>(
        &self,
        key: &str,
        words: &mut impl Iterator<Item = &'a str>,
        header: &mut tcp::Header<'_>,
        options: &mut Vec<u8>,
    ) {
        let mut next = || words.next().expect("a value");
        let ours = |text: &str| SeqNumber(self.iss.wrapping_add(text.parse::<i64>().unwrap() as u32));
        let mut option = |option: TcpOption<'_>| {
            let mut list = OptionList::new();
            option.emit(&mut list);
            options.extend_from_slice(list.as_bytes());
        };
        match key {
            "ack" => header.acknowledgment_number = ours(next()),
            "win" => header.window = next().parse().unwrap(),
            "up" => header.urgent_pointer = next().parse().unwrap(),
            "mss" => option(TcpOption::MaximumSegmentSize(next().parse().unwrap())),
            "ws" => option(TcpOption::WindowScale(next().parse().unwrap())),
            "sackok" => option(TcpOption::SackPermitted),
            "ts" => {
                let (value, echo) = next().split_once(':').unwrap();
                option(TcpOption::Timestamps { value: value.parse().unwrap(), echo_reply: echo.parse().unwrap() });
            }
            "sack" => {
                options.extend([5, 10]);
                let (left, right) = next().rsplit_once('-').unwrap();
                [left, right].iter().for_each(|edge| options.extend(ours(edge).0.to_be_bytes()));
            }
            "opt" => {
                let text = next();
                options.extend((0..text.len() / 2).map(|n| u8::from_str_radix(&text[2 * n..2 * n + 2], 16).unwrap()));
            }
            _ => panic!("{key}?"),
        }
    }

    /// The peer sends a segment, which is for this connection.
    pub(crate) fn peer(&mut self, text: &str) {
        let packet = self.packet(text);
        assert_eq!(self.connection.handle_packet(self.now, &packet), Received::Taken, "{text}");
    }

    /// The peer sends a segment, and this is what the connection sends then.
    pub(crate) fn answer(&mut self, text: &str) -> Vec<String> {
        self.peer(text);
        self.out()
    }

    /// Everything that the connection sends now.
    pub(crate) fn out(&mut self) -> Vec<String> {
        self.sent.clear();
        self.take();
        self.briefs()
    }

    /// Lets time pass; everything that the connection sends meanwhile.
    pub(crate) fn wait(&mut self, time: Duration) -> Vec<String> {
        let until = self.now + time;
        self.sent.clear();
        self.take();
        while let Some(due) = self.connection.poll_timeout().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.connection.handle_timeout(self.now);
            self.take();
        }
        self.now = until;
        self.briefs()
    }

    /// When the packets that were taken last were sent, in milliseconds after `since`.
    pub(crate) fn times(&self, since: Instant) -> Vec<u64> {
        self.sent.iter().map(|sent| sent.at.since(since).as_millis()).collect()
    }

    fn take(&mut self) {
        let mut buffer = vec![0; 65_535];
        while let Some(length) = self.connection.poll_transmit(self.now, &mut buffer) {
            let sent = Sent { at: self.now, packet: buffer[..length].to_vec() };
            let header = sent.tcp();
            if header.flags.contains(Flags::SYN) {
                self.iss = header.sequence_number.0;
            }
            self.sent.push(sent);
            assert!(self.sent.len() < 10_000, "it sends for ever");
        }
    }

    fn briefs(&self) -> Vec<String> {
        self.sent.iter().map(|sent| self.brief(sent)).collect()
    }

    fn brief(&self, sent: &Sent) -> String {
        let (_, header, payload) = sent.parsed();
        let letters: String =
            LETTERS.iter().filter(|(_, flag)| header.flags.contains(*flag)).map(|(letter, _)| *letter).collect();
        let relative = |number: SeqNumber, base: u32| i64::from(number.0.wrapping_sub(base) as i32);
        let mut text = match header.sequence_number {
            SeqNumber(0) => format!("{letters} =0"),
            number => format!("{letters} {}", relative(number, self.iss)),
        };
        if !payload.is_empty() {
            text += &format!("+{}", payload.len());
        }
        if header.flags.contains(Flags::ACK) {
            text += &format!(" ack {}", relative(header.acknowledgment_number, IRS));
        }
        if header.flags.contains(Flags::URG) {
            text += &format!(" up {}", header.urgent_pointer);
        }
        text
    }

    /// The user writes so many bytes, all of which find room.
    pub(crate) fn write(&mut self, count: usize) {
        let data: Vec<u8> = (0..count as i64).map(|n| byte_at(self.written + n + 1)).collect();
        assert_eq!(self.connection.write(&data), Ok(count));
        self.written += count as i64;
    }

    /// The user reads everything there is.
    pub(crate) fn read(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut buffer = [0; 1000];
        while let Ok(count @ 1..) = self.connection.read(&mut buffer) {
            all.extend_from_slice(&buffer[..count]);
        }
        all
    }

    /// The events that wait.
    pub(crate) fn events(&mut self) -> Vec<Event> {
        core::iter::from_fn(|| self.connection.poll_event()).collect()
    }
}

/// The bytes of the peer's stream from one number up to another.
pub(crate) fn peers(from: i64, to: i64) -> Vec<u8> {
    (from..to).map(byte_at).collect()
}
