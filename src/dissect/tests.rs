use super::*;
use alloc::format;
use alloc::string::ToString;

/// An ICMP port unreachable in Ethernet that quotes a UDP datagram's first 8 bytes; two bytes of padding follow.
fn unreachable() -> Vec<u8> {
    let quoted = [0x45, 0, 0, 40, 0, 9, 0, 0, 63, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x30, 0x39, 0, 53, 0, 20, 1, 2];
    let mut packet = alloc::vec![0x45, 0, 0, 56, 0, 1, 0, 0, 64, 1, 0x11, 0x11, 10, 0, 0, 2, 10, 0, 0, 1];
    packet.extend([3, 3, 0, 0, 0, 0, 0, 0]);
    packet.extend(quoted);
    let mut frame = alloc::vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0];
    frame.extend(packet);
    frame.extend([0xee, 0xff]);
    frame
}

#[test]
fn layers_and_fields_tile_the_frame() {
    let frame = unreachable();
    for end in 0..=frame.len() {
        let dissection = dissect(&frame[..end], LinkType::Ethernet);
        let mut at = 0;
        for layer in &dissection.layers {
            assert_eq!(layer.offset, at, "{end}: {layer:?}");
            let last = layer.fields.last().unwrap();
            at = layer.offset + layer.length;
            assert_eq!(
                (layer.fields[0].offset, last.offset + last.length),
                (layer.offset, at),
                "{end}: {}",
                layer.name
            );
        }
        assert_eq!(at as usize, end);
    }
}

#[test]
fn a_quoted_packet_is_a_layer() {
    let dissection = dissect(&unreachable(), LinkType::Ethernet);
    let lines: Vec<_> = dissection.layers.iter().map(|layer| (layer.label, layer.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("Ethernet", "02:00:00:00:00:02 → 02:00:00:00:00:01, IPv4"),
            ("IPv4", "10.0.0.2 → 10.0.0.1, ICMP, length 56"),
            ("ICMP", "Destination unreachable: port unreachable"),
            ("Quoted IPv4", "10.0.0.1 → 10.0.0.2, UDP, length 40"),
            ("Quoted UDP", "12345 → 53, length 20"),
            ("Trailer", "2 bytes"),
        ]
    );
}

#[test]
fn a_problem_stands_at_its_field() {
    let frame = unreachable();
    let dissection = dissect(&frame, LinkType::Ethernet);
    let named = |name: &str| {
        let fields = dissection.layers.iter().flat_map(|layer| &layer.fields);
        fields.filter(|field| field.name == name).map(|field| field.problems.len()).next()
    };
    let codes: Vec<_> = dissection.problems.iter().map(|problem| problem.kind.code()).collect();
    assert_eq!(codes, ["checksum-wrong", "checksum-wrong"]);
    assert_eq!((named("ip.checksum"), named("icmp.checksum"), named("ip.ttl")), (Some(1), Some(1), Some(0)));
}

#[test]
fn a_field_has_value_text_and_mask() {
    let frame = unreachable();
    let dissection = dissect(&frame, LinkType::Ethernet);
    let fields: Vec<_> = dissection.layers.iter().flat_map(|layer| &layer.fields).collect();
    // name, value, text, offset, length, mask
    type Case = (&'static str, Value, &'static str, u32, u32, Option<u32>);
    let table: [Case; 9] = [
        ("eth.src", Value::Text("02:00:00:00:00:02".to_string()), "02:00:00:00:00:02", 6, 6, None),
        ("eth.type", Value::Number(0x0800), "0x0800 (IPv4)", 12, 2, None),
        ("ip.hdr_len", Value::Number(20), "20 bytes", 14, 1, Some(0x0f)),
        ("ip.flags.df", Value::Flag(false), "not set", 20, 1, Some(0x40)),
        ("ip.frag_offset", Value::Number(0), "0 bytes", 20, 2, Some(0x1fff)),
        ("ip.src", Value::Text("10.0.0.2".to_string()), "10.0.0.2", 26, 4, None),
        ("icmp.type", Value::Number(3), "3 (Destination unreachable)", 34, 1, None),
        ("udp.length", Value::Number(20), "20 bytes", 66, 2, None),
        ("frame.trailer", Value::Bytes, "2 bytes", 70, 2, None),
    ];
    for (name, value, text, offset, length, mask) in table {
        let field = fields.iter().find(|field| field.name == name).unwrap();
        assert_eq!((&field.value, field.text.as_str()), (&value, text), "{name}");
        assert_eq!((field.offset, field.length, field.bit_mask), (offset, length, mask), "{name}");
    }
}

#[test]
fn one_of_a_thing_is_said_in_the_singular() {
    let mut packet = [0; 20];
    packet[0] = 0x45;
    for (ttl, text) in [(0, "0 hops"), (1, "1 hop"), (2, "2 hops")] {
        packet[8] = ttl;
        let dissection = dissect(&packet, LinkType::Raw);
        let field = dissection.layers[0].fields.iter().find(|field| field.name == "ip.ttl").unwrap();
        assert_eq!(field.text, text);
    }
}

/// IEEE 802.3 3.2.6: Ethernet's type field has a length where it is under 0x0600. ARP's protocol and a cooked frame's are none.
#[test]
fn only_ethernets_type_field_has_a_length() {
    let texts = |frame: &[u8], link_type: LinkType, layer: usize, name: &str| {
        let dissected = &dissect(frame, link_type).layers[layer];
        let field = dissected.fields.iter().find(|field| field.name == name).unwrap();
        (dissected.text.clone(), field.text.clone())
    };
    let pair = |line: &str, field: &str| (line.to_string(), field.to_string());
    let mut arp = [0; 42];
    arp[12..22].copy_from_slice(&[8, 6, 0, 1, 0, 5, 6, 4, 0, 2]);
    assert_eq!(texts(&arp, LinkType::Ethernet, 1, "arp.proto.type").1, "0x0005");
    let zeros = "00:00:00:00:00:00 → 00:00:00:00:00:00";
    let ethernet = pair(&format!("{zeros}, 802.3 length"), "0x0005 (802.3 length)");
    assert_eq!(texts(&[&[0; 13][..], &[5]].concat(), LinkType::Ethernet, 0, "eth.type"), ethernet);
    let tagged = pair(&format!("{zeros}, VLAN 0, 802.3 length"), "0x0005 (802.3 length)");
    assert_eq!(texts(&[&[0; 12][..], &[0x81, 0, 0, 0, 0, 5]].concat(), LinkType::Ethernet, 0, "vlan.etype"), tagged);
    let cooked = pair("to us, 4", "0x0004");
    assert_eq!(texts(&[&[0; 15][..], &[4]].concat(), LinkType::Sll, 0, "sll.etype"), cooked);
}

/// A loopback family may stand in either byte order; its value and its text are the family.
#[test]
fn a_loopback_family_reads_in_its_own_order() {
    for family in [[2, 0, 0, 0], [0, 0, 0, 2]] {
        let dissection = dissect(&family, LinkType::Null);
        let field = &dissection.layers[0].fields[0];
        assert_eq!((&field.value, field.text.as_str()), (&Value::Number(2), "0x00000002 (IPv4)"));
    }
}

/// RFC 792: routers quote 8 bytes of a segment, which is less than its header.
#[test]
fn rfc792_a_quoted_segment_shows_what_there_is() {
    let mut frame = unreachable();
    frame[51] = 6;
    let dissection = dissect(&frame, LinkType::Ethernet);
    let lines: Vec<_> = dissection.layers[4..].iter().map(|layer| (layer.label, layer.text.as_str())).collect();
    assert_eq!(lines, [("Quoted TCP", "12345 → 53, seq 1310978"), ("Trailer", "2 bytes")]);
}

/// RFC 4443 3.1: an error that quotes a packet with an extension header, each header a layer at its place.
#[test]
fn rfc4443_a_quoted_packet_is_layers() {
    let mut quoted = [0; 64];
    (quoted[0], quoted[5], quoted[6], quoted[7], quoted[23], quoted[39]) = (0x60, 24, 60, 3, 1, 2);
    quoted[40..48].copy_from_slice(&[17, 0, 1, 4, 0, 0, 0, 0]);
    quoted[48..58].copy_from_slice(&[0x30, 0x39, 0, 53, 0, 16, 0, 0, 7, 7]);
    let mut frame = alloc::vec![0; 48];
    (frame[0], frame[5], frame[6], frame[7], frame[23], frame[39]) = (0x60, 72, 58, 255, 9, 1);
    (frame[40], frame[41]) = (1, 4);
    frame.extend(quoted);
    let dissection = dissect(&frame, LinkType::Raw);
    let lines: Vec<_> =
        dissection.layers.iter().map(|layer| (layer.offset, layer.name, layer.label, layer.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            (0, "ipv6", "IPv6", "::9 → ::1, ICMPv6, payload length 72"),
            (40, "icmpv6", "ICMPv6", "Destination unreachable: port unreachable"),
            (48, "ipv6", "Quoted IPv6", "::1 → ::2, destination options, payload length 24"),
            (88, "ipv6.dstopts", "Destination options", "then UDP"),
            (96, "udp", "Quoted UDP", "12345 → 53, length 16"),
            (104, "payload", "Quoted payload", "8 bytes"),
        ]
    );
    let source = &dissection.layers[2].fields[7];
    assert_eq!((source.name, source.offset, &source.value), ("ipv6.src", 56, &Value::Text("::1".to_string())));
    // RFC 4884 has extensions after the quoted packet.
    frame[53] = 16;
    let dissection = dissect(&frame, LinkType::Raw);
    let last: Vec<_> = dissection.layers.iter().map(|layer| (layer.label, layer.length)).skip(5).collect();
    assert_eq!(last, [("After the quoted packet", 8)]);
}
