//! Endpoints, the links between them, and the packets under way.

use super::events::Events;
use super::link::{Cause, Filter, Link, LinkConfig, LinkStats, Passage};
use super::random::Random;
use super::routes::Routes;
use super::run::Limits;
use super::trace::{Place, Trace};
use super::{Endpoint, flip, mark};
use crate::time::Instant;
use alloc::boxed::Box;
use alloc::collections::{BTreeSet, VecDeque};
use alloc::vec::Vec;
use core::net::Ipv4Addr;
use core::ops::{Index, IndexMut};

/// An endpoint of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EndpointId(u32);

/// A link of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(u32);

impl EndpointId {
    /// Its number, in the order in which endpoints were added; the first is 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl LinkId {
    /// Its number, in the order in which links were added; the first is 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The ids of a network of two endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// One endpoint.
    pub left: EndpointId,
    /// The other one.
    pub right: EndpointId,
    /// The link from left to right.
    pub to_right: LinkId,
    /// The link from right to left.
    pub to_left: LinkId,
}

/// Endpoints and links in virtual time. Ids belong to the network that gave them.
///
/// A packet is routed by its sender and its destination address over one link or several. Links are not bound to endpoints:
/// routes may share one, and so share its rate and its queue.
///
/// ```
/// use core::num::NonZeroU64;
/// use drywire::sim::{LinkConfig, Network, Script};
/// use drywire::time::{Duration, Instant};
///
/// let to = |last| [0x45, 0, 0, 20, 0, 0, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, last];
/// let mut network = Network::new(42);
/// let sender = Script::new().send(Instant::ZERO, to(2)).send(Instant::ZERO, to(3));
/// let sender = network.add_endpoint([10, 0, 0, 1].into(), sender);
/// let near = network.add_endpoint([10, 0, 0, 2].into(), Script::new());
/// let far = network.add_endpoint([10, 0, 0, 3].into(), Script::new());
/// // 160 bits take 10 ms over the link that both routes share.
/// let shared = network.add_link(LinkConfig { rate: NonZeroU64::new(16_000), ..LinkConfig::default() });
/// let long = network.add_link(LinkConfig { delay: Duration::from_secs(1), ..LinkConfig::default() });
/// network.route(sender, near, &[shared]);
/// network.route(sender, far, &[shared, long]);
/// network.run_for(Duration::from_secs(10)).unwrap();
///
/// assert_eq!(network[near].received()[0].0, Instant::from_millis(10));
/// assert_eq!(network[far].received()[0].0, Instant::from_millis(1020));
/// assert_eq!(network.stats(shared).unwrap().delivered, 2);
/// ```
pub struct Network<E> {
    pub(super) now: Instant,
    pub(super) nodes: Vec<Node<E>>,
    pub(super) events: Events<Flight>,
    /// When endpoints want to be called; of one time, the first endpoint comes first.
    pub(super) timeouts: BTreeSet<(Instant, EndpointId)>,
    /// Endpoints that something has happened to, and that are to be asked for packets and their timeout.
    pub(super) touched: VecDeque<EndpointId>,
    pub(super) limits: Limits,
    /// How much has happened in this moment.
    pub(super) happened: u64,
    links: Vec<Link>,
    routes: Routes,
    /// Where each link's seed comes from.
    seeds: Random,
    /// Buffers of packets that are gone.
    spare: Vec<Vec<u8>>,
    trace: Trace,
    unrouted: u64,
}

/// An endpoint in the network.
pub(super) struct Node<E> {
    pub(super) endpoint: E,
    pub(super) address: Ipv4Addr,
    /// As the endpoint last gave it.
    pub(super) timeout: Option<Instant>,
    pub(super) is_touched: bool,
    /// When the endpoint's timeout last came, and how often it did in that moment.
    pub(super) called: (Instant, u32),
}

/// A packet under way.
pub(super) struct Flight {
    packet: Vec<u8>,
    route: usize,
    /// How many links of the route it has entered.
    hops: usize,
    place: Place,
}

impl<E: Endpoint> Network<E> {
    /// An empty network at [`Instant::ZERO`]. All chance comes from the seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Network {
            now: Instant::ZERO,
            nodes: Vec::new(),
            events: Events::new(),
            timeouts: BTreeSet::new(),
            touched: VecDeque::new(),
            limits: Limits::default(),
            happened: 0,
            links: Vec::new(),
            routes: Routes::default(),
            seeds: Random::new(seed),
            spare: Vec::new(),
            trace: Trace::default(),
            unrouted: 0,
        }
    }

    /// A network of two endpoints, each with its address, and a link each way.
    ///
    /// See [the module](crate::sim) for an example.
    #[must_use]
    pub fn pair(
        seed: u64,
        left: (Ipv4Addr, E),
        right: (Ipv4Addr, E),
        to_right: LinkConfig,
        to_left: LinkConfig,
    ) -> (Self, Pair) {
        let mut network = Network::new(seed);
        let (left, right) = (network.add_endpoint(left.0, left.1), network.add_endpoint(right.0, right.1));
        let (to_right, to_left) = network.connect(left, right, to_right, to_left);
        (network, Pair { left, right, to_right, to_left })
    }

    /// Adds an endpoint. It is asked for packets when the network next runs.
    pub fn add_endpoint(&mut self, address: Ipv4Addr, endpoint: E) -> EndpointId {
        let id = EndpointId(self.nodes.len() as u32);
        let called = (Instant::ZERO, 0);
        self.nodes.push(Node { endpoint, address, timeout: None, is_touched: false, called });
        self.trace.add_endpoint(address);
        self.touch(id);
        id
    }

    /// Adds a link, which is part of no route yet.
    pub fn add_link(&mut self, config: LinkConfig) -> LinkId {
        self.links.push(Link::new(config, self.seeds.fork()));
        LinkId(self.links.len() as u32 - 1)
    }

    /// Sends all packets of `from` to the address of `to` over these links, in this order, from now on; packets under way
    /// stay on theirs. Over no links, packets arrive at once.
    pub fn route(&mut self, from: EndpointId, to: EndpointId, links: &[LinkId]) {
        if let Some(node) = self.nodes.get(to.index()) {
            self.routes.set(from, node.address, to, links);
        }
    }

    /// Adds a link from `left` to `right` and one from `right` to `left`, and routes over them.
    pub fn connect(
        &mut self,
        left: EndpointId,
        right: EndpointId,
        to_right: LinkConfig,
        to_left: LinkConfig,
    ) -> (LinkId, LinkId) {
        let (to_right, to_left) = (self.add_link(to_right), self.add_link(to_left));
        self.route(left, right, &[to_right]);
        self.route(right, left, &[to_left]);
        (to_right, to_left)
    }

    /// The link's configuration, to read it or to change it for packets that enter from now on.
    ///
    /// ```
    /// use drywire::sim::{LinkConfig, Network, Script};
    /// let mut network = Network::<Script>::new(0);
    /// let link = network.add_link(LinkConfig::default());
    /// if let Some(config) = network.link(link) {
    ///     config.mtu = 576;
    /// }
    /// ```
    pub fn link(&mut self, link: LinkId) -> Option<&mut LinkConfig> {
        self.links.get_mut(link.index()).map(|link| &mut link.config)
    }

    /// Loses the packets of a link for which `filter` says so. It is asked once for each packet that enters, and replaces
    /// the filter before it.
    ///
    /// ```
    /// use drywire::sim::{LinkConfig, Network, Script};
    /// let mut network = Network::<Script>::new(0);
    /// let link = network.add_link(LinkConfig::default());
    /// let mut left = 3;
    /// network.drop_when(link, move |packet| {
    ///     let hit = packet.len() > 1000 && left > 0;
    ///     left -= u32::from(hit);
    ///     hit
    /// });
    /// ```
    pub fn drop_when(&mut self, link: LinkId, filter: impl FnMut(&[u8]) -> bool + 'static) {
        if let Some(link) = self.links.get_mut(link.index()) {
            let filter: Filter = Box::new(filter);
            link.filter = Some(filter);
        }
    }

    /// What a link has done so far.
    #[must_use]
    pub fn stats(&self, link: LinkId) -> Option<&LinkStats> {
        self.links.get(link.index()).map(Link::stats)
    }

    /// How many packets no route led on for, or that were no IPv4 packets.
    #[must_use]
    pub const fn unrouted(&self) -> u64 {
        self.unrouted
    }

    /// What time it is.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The endpoint; see also the network's index.
    #[must_use]
    pub fn endpoint(&self, id: EndpointId) -> Option<&E> {
        self.nodes.get(id.index()).map(|node| &node.endpoint)
    }

    /// The endpoint, for calls that may give it something to send or move its timeout.
    pub fn endpoint_mut(&mut self, id: EndpointId) -> Option<&mut E> {
        self.touch(id);
        self.nodes.get_mut(id.index()).map(|node| &mut node.endpoint)
    }

    /// Records from now on, and keeps at most so many bytes of each packet.
    pub const fn record(&mut self, snap_length: usize) {
        self.trace.record(Some(snap_length));
    }

    /// What was recorded.
    #[must_use]
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The endpoints, in the order in which they were added; the network is gone.
    pub fn into_endpoints(self) -> impl Iterator<Item = E> {
        self.nodes.into_iter().map(|node| node.endpoint)
    }

    pub(super) fn touch(&mut self, id: EndpointId) {
        if let Some(node) = self.nodes.get_mut(id.index()).filter(|node| !node.is_touched) {
            node.is_touched = true;
            self.touched.push_back(id);
        }
    }

    /// An empty buffer.
    pub(super) fn buffer(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_default()
    }

    /// Keeps a buffer for the next packet.
    pub(super) fn recycle(&mut self, mut buffer: Vec<u8>) {
        const MOST: usize = 256;
        if self.spare.len() < MOST {
            buffer.clear();
            self.spare.push(buffer);
        }
    }

    /// An endpoint sends a packet.
    pub(super) fn send(&mut self, from: EndpointId, packet: Vec<u8>) {
        let route = self.routes.find(from, &packet);
        let to = route.ok().and_then(|route| self.routes.at(route)).map(|route| route.to);
        let place = self.trace.sent(self.now, from, to, &packet);
        match route {
            Ok(route) => self.go_on(Flight { packet, route, hops: 0, place }),
            Err(cause) => self.lose(packet, place, cause, None),
        }
    }

    /// A packet stands at the end of a link, or at its sender: it enters the next link. Where there is none, it arrives.
    pub(super) fn go_on(&mut self, flight: Flight) {
        let Some(route) = self.routes.at(flight.route) else { return };
        let Some(&id) = route.links.get(flight.hops) else { return self.events.schedule(self.now, flight) };
        let Some(link) = self.links.get_mut(id.index()) else {
            return self.lose(flight.packet, flight.place, Cause::Unrouted, None);
        };
        match link.offer(self.now, &flight.packet) {
            Passage::Lost(cause) => self.lose(flight.packet, flight.place, cause, Some(id)),
            Passage::Arrives { at, copy, flipped, marked } => {
                let mut flight = flight;
                if marked {
                    mark(&mut flight.packet);
                }
                self.fly(flight, at, copy, flipped);
            }
        }
    }

    fn fly(&mut self, mut flight: Flight, at: Instant, copy: Option<Instant>, flipped: Option<usize>) {
        flight.hops += 1;
        if let Some(bit) = flipped {
            flip(&mut flight.packet, bit);
            self.trace.flipped(flight.place, bit);
        }
        let copy = copy.map(|at| (at, self.copy(&flight)));
        self.events.schedule(at, flight);
        if let Some((at, copy)) = copy {
            self.events.schedule(at, copy);
        }
    }

    fn copy(&mut self, flight: &Flight) -> Flight {
        let mut packet = self.buffer();
        packet.extend(&flight.packet);
        Flight { packet, place: self.trace.copied(flight.place, self.now), ..*flight }
    }

    fn lose(&mut self, packet: Vec<u8>, place: Place, cause: Cause, link: Option<LinkId>) {
        self.unrouted += u64::from(link.is_none());
        self.trace.lost(place, self.now, cause, link);
        self.recycle(packet);
    }

    /// A packet comes out of a link: it is received, or goes on.
    pub(super) fn arrive(&mut self, flight: Flight) {
        let Some(route) = self.routes.at(flight.route) else { return };
        let (to, last) = (route.to, flight.hops >= route.links.len());
        let left = flight.hops.checked_sub(1).and_then(|hop| route.links.get(hop));
        if let Some(link) = left.and_then(|link| self.links.get_mut(link.index())) {
            link.deliver(flight.packet.len());
        }
        if !last {
            return self.go_on(flight);
        }
        self.trace.delivered(flight.place, self.now);
        if let Some(node) = self.nodes.get_mut(to.index()) {
            node.endpoint.receive(self.now, &flight.packet);
            self.touch(to);
        }
        self.recycle(flight.packet);
    }
}

/// The endpoint of an id.
///
/// # Panics
/// The id is of another network, as with a slice.
impl<E> Index<EndpointId> for Network<E> {
    type Output = E;

    fn index(&self, id: EndpointId) -> &E {
        &self.nodes[id.index()].endpoint
    }
}

/// The endpoint of an id, for calls that may give it something to send or move its timeout.
///
/// # Panics
/// The id is of another network, as with a slice.
impl<E: Endpoint> IndexMut<EndpointId> for Network<E> {
    fn index_mut(&mut self, id: EndpointId) -> &mut E {
        self.touch(id);
        &mut self.nodes[id.index()].endpoint
    }
}
