//! An ICMPv6 message, RFC 4443 and RFC 4861.

use super::{Line, Registry, names};

impl Line<'_> {
    pub(super) fn icmpv6(&mut self) {
        self.enter("icmp6");
        if self.length == 0 {
            return self.text("ICMP6, length 0 (invalid)");
        }
        let [message_type, code] = [self.byte(0), self.bytes.get(1).copied().unwrap_or_default().into()];
        let phrase = match (message_type, code, self.bytes.get(QUOTED_PROTOCOL)) {
            (1, 4, Some(6 | 17)) => "destination unreachable, unreachable port|, %32A %14t port %50h",
            _ => names::find(MESSAGES, message_type << 8 | code).unwrap_or("unknown icmp6 type (%0b)"),
        };
        self.text("ICMP6, ");
        self.say(phrase, 0);
        // Where not even the code is there.
        self.need(2);
        self.say(", length %l", 0);
    }
}

/// Where the protocol of a quoted packet stands in the message.
const QUOTED_PROTOCOL: usize = 14;

/// What tcpdump says of each type and code, both as one number: the type, then what depends on the code, then what is quoted.
const MESSAGES: Registry = "\
0x100 destination unreachable|%1., unreachable route| %32A
destination unreachable|%1.,  unreachable prohibited| %32A
destination unreachable|%1., beyond scope| %32A, source address %16A
destination unreachable|%1., unreachable address| %32A
destination unreachable|%1., unreachable port|, %32A %14t port %50h unreachable
0x100-0x1ff destination unreachable|, unknown unreach code (%1b)
0x200-0x2ff packet too big|, mtu %4w
0x300 time exceeded in-transit| for %32A
time exceeded in-transit|%1. (reassembly)
0x300-0x3ff time exceeded in-transit|, unknown code (%1b)
0x400 parameter problem|%47., erroneous - octet %4w
parameter problem|%47., next header - octet %4w
parameter problem|%47., option - octet %4w
parameter problem|%47., incomplete header chain - octet %4w
0x400-0x4ff parameter problem|%47., code-#%1b
0x8000-0x80ff echo request|, id %4h, seq %6h
0x8100-0x81ff echo reply|, id %4h, seq %6h
0x8200-0x82ff multicast listener query
0x8300-0x83ff multicast listener report
0x8400-0x84ff multicast listener done
0x8500-0x85ff router solicitation
0x8600-0x86ff router advertisement
0x8700-0x87ff neighbor solicitation|, who has %8A
0x8800-0x88ff neighbor advertisement|, tgt is %8A
0x8900-0x89ff redirect|, %24A to %8A
0x8f00-0x8fff multicast listener report v2";
