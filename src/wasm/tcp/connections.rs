//! The connections that JavaScript has, each by its handle.

use crate::tcp::Connection;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Connections by handle. A handle that was given back is given out again.
pub(crate) struct Connections {
    slots: Vec<Option<Box<Connection>>>,
    /// Handles without a connection.
    free: Vec<u32>,
}

impl Connections {
    /// No connection.
    pub(crate) const fn new() -> Self {
        Connections { slots: Vec::new(), free: Vec::new() }
    }

    /// Takes a connection in; its handle.
    pub(crate) fn insert(&mut self, connection: Connection) -> u32 {
        let connection = Some(Box::new(connection));
        let Some(handle) = self.free.pop() else {
            self.slots.push(connection);
            return self.slots.len() as u32 - 1;
        };
        if let Some(slot) = self.slots.get_mut(handle as usize) {
            *slot = connection;
        }
        handle
    }

    /// The connection of a handle.
    #[inline]
    pub(crate) fn get(&mut self, handle: u32) -> Option<&mut Connection> {
        self.slots.get_mut(handle as usize)?.as_deref_mut()
    }

    /// Lets a connection go, and its memory with it.
    pub(crate) fn remove(&mut self, handle: u32) {
        if self.slots.get_mut(handle as usize).and_then(Option::take).is_some() {
            self.free.push(handle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tcp::{Config, Secret};
    use core::net::{Ipv4Addr, SocketAddrV4};

    fn connection(port: u16) -> Connection {
        Connection::listen(Config::new(Secret::from_seed(1)), SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))
    }

    /// DESIGN section 5: what is released is used again, and a handle never reaches another's connection.
    #[test]
    fn handles_are_used_again_and_never_shared() {
        let mut connections = Connections::new();
        let handles: Vec<u32> = (1..=3).map(|port| connections.insert(connection(port))).collect();
        assert_eq!(handles, [0, 1, 2]);
        connections.remove(1);
        connections.remove(1);
        connections.remove(9);
        assert!(connections.get(1).is_none() && connections.get(9).is_none());
        assert_eq!((connections.insert(connection(4)), connections.insert(connection(5))), (1, 3));
        let port = |handle| connections.get(handle).map(|one| one.local().port());
        assert_eq!([0, 1, 2, 3].map(port), [1, 4, 3, 5].map(Some));
    }
}
