//! Which links a packet takes.

use super::link::Cause;
use super::network::{EndpointId, LinkId};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::net::Ipv4Addr;

/// Routes by sender and destination address. A route that is replaced stays for the packets that are under way on it.
#[derive(Default)]
pub(super) struct Routes {
    routes: Vec<Route>,
    current: BTreeMap<(EndpointId, Ipv4Addr), usize>,
}

/// The way from one endpoint to another.
pub(super) struct Route {
    pub(super) to: EndpointId,
    pub(super) links: Vec<LinkId>,
}

impl Routes {
    pub(super) fn set(&mut self, from: EndpointId, destination: Ipv4Addr, to: EndpointId, links: &[LinkId]) {
        self.current.insert((from, destination), self.routes.len());
        self.routes.push(Route { to, links: links.into() });
    }

    /// The number of the route that a packet takes.
    pub(super) fn find(&self, from: EndpointId, packet: &[u8]) -> Result<usize, Cause> {
        let destination = destination(packet).ok_or(Cause::NotIpv4)?;
        self.current.get(&(from, destination)).copied().ok_or(Cause::Unrouted)
    }

    pub(super) fn at(&self, route: usize) -> Option<&Route> {
        self.routes.get(route)
    }
}

/// The destination address alone, RFC 791 3.1: a simulated router looks at nothing else, whatever is wrong with the rest.
fn destination(packet: &[u8]) -> Option<Ipv4Addr> {
    let header = packet.first_chunk::<20>().filter(|header| header[0] >> 4 == 4)?;
    header.last_chunk::<4>().copied().map(Ipv4Addr::from)
}
