//! Where tshark makes another choice: each by name, with its reason.

use super::Difference;

/// A kind of difference that is not a defect.
pub struct Rule {
    /// A short name.
    pub name: &'static str,
    /// Why the two differ.
    pub reason: &'static str,
    pub(super) explains: fn(&Difference) -> bool,
}

/// tshark's own choices.
pub const RULES: &[Rule] = &[
    Rule {
        name: "a TCP flag's byte",
        reason: "tshark draws twelve bits where it says that there is one byte: the byte is compared, and not the bit in it",
        explains: |difference| {
            difference.name.starts_with("tcp.flags.")
                && difference.has(|ours, theirs| within(ours, theirs) && ours.2 == theirs.2)
        },
    },
    Rule {
        name: "reserved bits as one flag",
        reason: "tshark says of TCP's three reserved bits whether any is set",
        explains: |difference| {
            let any = |ours: &Place, theirs: &Place| within(ours, theirs) && theirs.2 == "1" && ours.2 != "0";
            difference.name == "tcp.flags.res" && difference.has(any)
        },
    },
    Rule {
        name: "an offset in units",
        reason: "tshark gives fragment offsets in units of 8 bytes, as it stands in the header; drywire in bytes",
        explains: |difference| {
            let number = |text: &str| text.parse::<u32>().ok();
            matches!(difference.name, "ip.frag_offset" | "ipv6.fraghdr.offset")
                && difference.has(|ours, theirs| {
                    same_bits(ours, theirs) && number(&theirs.2).map(|units| units * 8) == number(&ours.2)
                })
        },
    },
    Rule {
        name: "no MTU",
        reason: "of a destination that is unreachable for another reason than its MTU, tshark has one unused field",
        explains: |difference| difference.name == "icmp.unused" && difference.has(within),
    },
    Rule {
        name: "a line of text without what ends it",
        reason: "drywire's fields hold every byte, the space or line end after a word too; tshark's end with the word",
        explains: |difference| {
            difference.has(|ours, theirs| {
                let longer = ours.1.checked_sub(theirs.1);
                ours.0 == theirs.0 && matches!(longer, Some(8 | 16)) && ours.2 == trimmed(&theirs.2)
            })
        },
    },
    Rule {
        name: "an option as one item",
        reason: "tshark has DHCP's option type stand in all of the option's bytes; drywire in its own",
        explains: |difference| {
            let starts =
                |ours: &Place, theirs: &Place| ours.0 == theirs.0 && within(ours, theirs) && ours.2 == theirs.2;
            difference.name == "dhcp.option.type" && difference.has(starts)
        },
    },
    Rule {
        name: "a number shown otherwise",
        reason: "tshark shows reserved fields and NTP's reference identifier as bytes, and the end of DHCP's options as 0",
        explains: |difference| {
            let end = |ours: &Place, theirs: &Place| {
                same_bits(ours, theirs) && (ours.2.as_str(), theirs.2.as_str()) == ("255", "0")
            };
            match difference.name {
                "ntp.refid" | "ah.reserved" | "icmpv6.reserved" => difference.has(same_bits),
                "dhcp.option.type" => difference.has(end),
                _ => false,
            }
        },
    },
    Rule {
        name: "data told apart further",
        reason: "tshark reads on in what is drywire's payload: the time that a ping carries, chunks, compressed bodies",
        explains: |difference| matches!(difference.name, "data.data" | "http.file_data"),
    },
];

type Place = (usize, usize, String);

impl Difference {
    fn has(&self, explains: impl Fn(&Place, &Place) -> bool) -> bool {
        self.theirs.iter().any(|theirs| explains(&self.ours, theirs))
    }
}

fn same_bits(ours: &Place, theirs: &Place) -> bool {
    (ours.0, ours.1) == (theirs.0, theirs.1)
}

fn within(ours: &Place, theirs: &Place) -> bool {
    ours.0 >= theirs.0 && ours.0 + ours.1 <= theirs.0 + theirs.1
}

/// A line without what ends it.
pub(super) fn trimmed(show: &str) -> &str {
    show.trim_end_matches(['\r', '\n'])
}
