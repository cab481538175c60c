//! Initial sequence numbers and timestamp offsets that nobody outside can foretell, RFC 6528 and RFC 7323 5.4.

use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use core::hash::Hasher;
use core::net::SocketAddrV4;
use siphasher::sip::SipHasher24;

/// A secret of 16 bytes, from which everything unforeseeable follows. The same secret gives the same connection to the byte;
/// give each host its own, from a source of randomness.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; 16]);

impl Secret {
    /// A secret from random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Secret(bytes)
    }

    /// A secret for simulations and tests, from a seed.
    #[must_use]
    pub const fn from_seed(seed: u64) -> Self {
        Secret((seed as u128 ^ (seed as u128) << 64).to_le_bytes())
    }

    /// The initial sequence number of a connection: a clock that counts every 4 µs (RFC 9293 3.4.1), and a keyed hash of
    /// both ends (RFC 6528 3).
    pub(super) fn initial_sequence(&self, now: Instant, local: SocketAddrV4, remote: SocketAddrV4) -> SeqNumber {
        let clock = (now.as_micros() / 4) as u32;
        SeqNumber(clock.wrapping_add(self.hash(b"isn", local, remote)))
    }

    /// What a connection's timestamps are ahead of its clock (RFC 7323 5.4).
    pub(super) fn timestamp_offset(&self, local: SocketAddrV4, remote: SocketAddrV4) -> u32 {
        self.hash(b"timestamp", local, remote)
    }

    fn hash(&self, purpose: &[u8], local: SocketAddrV4, remote: SocketAddrV4) -> u32 {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(purpose);
        for end in [local, remote] {
            hasher.write(&end.ip().octets());
            hasher.write(&end.port().to_be_bytes());
        }
        hasher.finish() as u32
    }
}

/// The bytes are not shown.
impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::net::Ipv4Addr;

    const LOCAL: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 1), 49152);
    const REMOTE: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 80);

    #[test]
    fn must_8_the_number_follows_a_clock_of_4_microseconds() {
        let secret = Secret::from_seed(1);
        let at = |micros| secret.initial_sequence(Instant::from_micros(micros), LOCAL, REMOTE);
        assert_eq!(at(4000) - at(0), 1000);
    }

    #[test]
    fn shld_1_must_9_the_number_depends_on_both_ends_and_the_secret() {
        let number = |seed, local, remote| Secret::from_seed(seed).initial_sequence(Instant::ZERO, local, remote);
        let first = number(1, LOCAL, REMOTE);
        assert_eq!(first, number(1, LOCAL, REMOTE));
        assert_ne!(first, number(2, LOCAL, REMOTE));
        assert_ne!(first, number(1, REMOTE, LOCAL));
        assert_ne!(first, number(1, SocketAddrV4::new(*LOCAL.ip(), 49153), REMOTE));
    }
}
