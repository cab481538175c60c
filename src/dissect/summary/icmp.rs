//! An ICMP message: what it says, and of whom.

use super::{Line, Registry, names};
use crate::wire::icmpv4::{HEADER_LENGTH, field};

impl Line<'_> {
    pub(super) fn icmp(&mut self) {
        self.enter("icmp");
        let message = self.half(0);
        let port = if message == PORT_UNREACHABLE { self.quoted_port() } else { 0 };
        self.say(names::find(MESSAGES, message).unwrap_or("ICMP type-#%0b"), port);
        if message == FRAGMENTATION_NEEDED && self.field(field::MTU) != 0 {
            self.say(" (mtu %6h)", 0);
        }
        self.say(", length %l", 0);
    }

    /// The destination's port in the packet that the message quotes.
    fn quoted_port(&mut self) -> u32 {
        let header_length = (self.byte(HEADER_LENGTH) & 15) * 4;
        self.half(HEADER_LENGTH + header_length as usize + 2)
    }
}

const PORT_UNREACHABLE: u32 = 0x303;
const FRAGMENTATION_NEEDED: u32 = 0x304;

/// What tcpdump says of each type and code (RFC 792, 1122 and 1812), both as one number, code after code. Errors are
/// said where the fixed part of the packet that they quote is there.
const MESSAGES: Registry = "\
0-0xff ICMP echo reply, id %4h, seq %6h
0x300 ICMP net %24a unreachable
ICMP host %24a unreachable
ICMP %24a protocol %17b unreachable
ICMP %24a %17t port %n unreachable
ICMP %24a unreachable - need to frag
ICMP %24a unreachable - source route failed
ICMP net %24a unreachable - unknown
ICMP host %24a unreachable - unknown
ICMP %24a unreachable - source host isolated
ICMP net %24a unreachable - admin prohibited
ICMP host %24a unreachable - admin prohibited
ICMP net %24a unreachable - tos prohibited
ICMP host %24a unreachable - tos prohibited
ICMP host %24a unreachable - admin prohibited filter
ICMP host %24a unreachable - host precedence violation
ICMP host %24a unreachable - precedence cutoff
0x300-0x3ff ICMP %24a unreachable - #%1b
0x400-0x4ff ICMP source quench
ICMP redirect %24a to net %4a
ICMP redirect %24a to host %4a
ICMP redirect-tos %24a to net %4a
ICMP redirect-tos %24a to host %4a
0x500-0x5ff ICMP redirect-#%1b %24a to %4a
0x800-0x8ff ICMP echo request, id %4h, seq %6h
0x900-0x9ff ICMP router advertisement
0xa00-0xaff ICMP router solicitation
0xb00 %27.ICMP time exceeded in-transit
%27.ICMP ip reassembly time exceeded
0xb00-0xbff %27.ICMP time exceeded-#%1b
0xc00 ICMP parameter problem - octet %4b
0xc00-0xcff ICMP parameter problem - code %1b
0xd00-0xdff ICMP time stamp query id %4h seq %6h
0xe00-0xeff ICMP time stamp reply
0xf00-0xfff ICMP information request
0x1000-0x10ff ICMP information reply
0x1100-0x11ff ICMP address mask request";
