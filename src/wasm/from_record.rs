//! A packet as it stands in a record, written as bytes: headers by their tables, and then what is computed of them in place.

use super::layout::{
    ArpWord, CookedWord, EncodeFault, EthernetWord, Head, IPV4, IcmpWord, Ipv4Word, LoopbackWord, PAYLOAD_AT,
    TAG_WORDS, TcpWord, UdpWord,
};
use super::record::Record;
use super::shapes;
use super::to_record::low_bits;
use super::writer::Writer;
use crate::wire::{Fill, Layer, Written, ipv6, loopback};

/// Writes the packet that a record describes; its payload and the bytes that it refers to are in `input`. The number of bytes
/// that it took.
pub(crate) fn emit(
    record: &mut Record,
    input: &[u8],
    payload_length: usize,
    output: &mut [u8],
) -> Result<usize, EncodeFault> {
    let fill = Fill::from_bits(record.get(Head::Fill.at()) as u16);
    let fill = if record.get(Head::CutShort.at()) == 0 { fill } else { fill.of_cut_short() };
    let (network, transport) = (record.layer(Head::Network), record.layer(Head::Transport));
    name_layers(record, fill, network, transport);
    let payload = input.get(PAYLOAD_AT..).and_then(|rest| rest.get(..payload_length)).unwrap_or_default();
    let mut out = Writer::new(record, input, output);
    out.link();
    let network_at = out.written();
    match network {
        Some(Layer::Ipv4) => out.ipv4(fill)?,
        Some(Layer::Ipv6) => {
            // 59: nothing follows. 253: for experiments, RFC 3692.
            let last = if payload.is_empty() { ipv6::kind::NO_NEXT_HEADER } else { 253 };
            out.ipv6(transport.and_then(Layer::protocol).unwrap_or(last))?;
        }
        Some(_) => out.arp(),
        None => {}
    }
    let transport_at = out.written();
    match transport {
        Some(Layer::Tcp) => out.tcp(fill)?,
        Some(Layer::Udp) => out.header(0, &shapes::UDP, UdpWord::BASE),
        Some(_) => out.header(0, &shapes::ICMP, IcmpWord::BASE),
        None => {}
    }
    let payload_at = out.written();
    out.bytes(payload);
    let bytes = out.finish().ok_or(EncodeFault::TooLong)?;
    let length = bytes.len();
    let written = Written { bytes, network, network_at, transport, transport_at, payload_at };
    // The options were padded as they were written: nothing else than the packet is too long.
    written.fill(fill).map_err(|_| EncodeFault::TooLong)?;
    Ok(length)
}

/// Makes each header announce what follows it, and ARP its addresses' lengths, where that is to be computed; and ICMP's second word
/// one number.
#[inline(never)]
fn name_layers(record: &mut Record, fill: Fill, network: Option<Layer>, transport: Option<Layer>) {
    if fill.contains(Fill::ETHER_TYPE)
        && let Some(ether_type) = network.and_then(Layer::ether_type)
    {
        match record.layer(Head::Link) {
            None => {}
            Some(Layer::Ethernet) => record.set(EthernetWord::EtherType.at(), ether_type.into()),
            Some(Layer::Null | Layer::Loop) => record.set(LoopbackWord::Family.at(), loopback::family(ether_type)),
            Some(_) => record.set(CookedWord::Protocol.at(), ether_type.into()),
        }
    }
    match network {
        Some(Layer::Ipv4) if fill.contains(Fill::PROTOCOL) => {
            if let Some(protocol) = transport.and_then(Layer::protocol) {
                record.set(IPV4 + Ipv4Word::Protocol.at(), protocol.into());
            }
        }
        Some(Layer::Arp) if fill.contains(Fill::ARP_LENGTHS) => {
            record.set(ArpWord::HardwareLength.at(), record.get(ArpWord::SenderHardwareLength.at()));
            record.set(ArpWord::ProtocolLength.at(), record.get(ArpWord::SenderProtocolLength.at()));
        }
        _ => {}
    }
    if let Some(icmp @ (Layer::Icmp | Layer::Icmpv6)) = transport {
        let low = low_bits(icmp, record.get(IcmpWord::Type.at()) as u8);
        let second = record.get(IcmpWord::Second.at()) & ((1 << low) - 1);
        record.set(IcmpWord::First.at(), record.get(IcmpWord::First.at()) << low | second);
    }
}

impl Writer<'_> {
    fn link(&mut self) {
        match self.record.layer(Head::Link) {
            None => {}
            Some(Layer::Ethernet) => {
                self.header(0, &shapes::ETHERNET, EthernetWord::BASE);
                let first = self.record.get(Head::TagsAt.at()) as usize;
                for index in 0..self.record.get(Head::TagCount.at()) as usize {
                    self.header(0, &shapes::TAG, first + index * TAG_WORDS);
                }
                self.header(0, &shapes::ETHER_TYPE, EthernetWord::EtherType.at());
            }
            Some(Layer::Null | Layer::Loop) => {
                let family = self.record.get(LoopbackWord::Family.at());
                let is_big = self.record.get(LoopbackWord::BigEndian.at()) != 0;
                self.bytes(&if is_big { family.to_be_bytes() } else { family.to_le_bytes() });
            }
            Some(Layer::Sll) => self.header(0, &shapes::SLL, CookedWord::BASE),
            Some(_) => self.header(0, &shapes::SLL2, CookedWord::BASE),
        }
    }

    fn ipv4(&mut self, fill: Fill) -> Result<(), EncodeFault> {
        self.header(4 << 4, &shapes::IPV4, IPV4);
        let claimed = self.record.get(IPV4 + Ipv4Word::HeaderLength.at());
        let computed = fill.contains(Fill::NETWORK_HEADER_LENGTH);
        self.options(IPV4 + Ipv4Word::OptionCount.at(), computed, claimed).then_some(()).ok_or(EncodeFault::Ipv4Options)
    }

    fn ipv6(&mut self, last: u8) -> Result<(), EncodeFault> {
        let start = self.written();
        self.header(6 << 4, &shapes::IPV6, IPV4);
        self.extensions(start, last).then_some(()).ok_or(EncodeFault::Extensions)
    }

    fn arp(&mut self) {
        self.header(0, &shapes::ARP, ArpWord::BASE);
        // The addresses stand one after the other.
        let mut at = self.record.get(ArpWord::AddressesOffset.at()) as usize;
        let input = self.input;
        for length in ArpWord::SenderHardwareLength.at()..=ArpWord::TargetProtocolLength.at() {
            let end = at + self.record.get(length) as usize;
            self.bytes(input.get(at..end).unwrap_or_default());
            at = end;
        }
    }

    fn tcp(&mut self, fill: Fill) -> Result<(), EncodeFault> {
        self.header(0, &shapes::TCP, TcpWord::BASE);
        let claimed = self.record.get(TcpWord::HeaderLength.at());
        let computed = fill.contains(Fill::TCP_HEADER_LENGTH);
        self.options(TcpWord::OptionCount.at(), computed, claimed).then_some(()).ok_or(EncodeFault::TcpOptions)
    }
}
