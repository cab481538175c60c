//! Network namespaces with nothing in them but a TUN device each, for this process alone.

use nix::sched::{CloneFlags, setns, unshare};
use nix::unistd::{getgid, getuid};
use std::fmt::Display;
use std::fs::{self, File};
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;
use tun::Device;

/// The kernel's address.
pub const KERNEL: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);

/// Our own, or that of a second kernel in our place: on the TUN device's network, so that the kernel routes it there.
pub const OURS: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 2);

/// The device's MTU, in bytes of IP packet.
pub const MTU: u16 = 1500;

/// A namespace that this process has made.
pub struct World {
    device: Device,
    /// What the kernel knows the namespace by.
    namespace: File,
}

impl World {
    /// Moves the process into a new namespace, where the kernel has this address; says why it can't.
    ///
    /// # Errors
    /// What is missing: the device, or the right to make a namespace.
    pub fn enter(address: Ipv4Addr) -> Result<Self, String> {
        let missing = |what: &str, why: &dyn Display| format!("{what}: {why}");
        fs::metadata("/dev/net/tun").map_err(|why| missing("no /dev/net/tun", &why))?;
        make().map_err(|why| missing("no right to make a network namespace", &why))?;
        let mut config = tun::Configuration::default();
        config.tun_name("drywire0").address(address).netmask(Ipv4Addr::new(255, 255, 255, 0)).mtu(MTU).up();
        let device = tun::create(&config).map_err(|why| missing("no TUN device", &why))?;
        device.set_nonblock().map_err(|why| missing("no TUN device without waiting", &why))?;
        let namespace = File::open("/proc/self/ns/net").map_err(|why| missing("no file of the namespace", &why))?;
        let world = World { device, namespace };
        // Each connection starts from nothing; an orphan is not kept for a minute.
        for (name, value) in [("tcp_no_metrics_save", 1), ("tcp_fin_timeout", 2)] {
            world.set(name, value).map_err(|why| missing("no right to set the kernel's TCP options", &why))?;
        }
        Ok(world)
    }

    /// Moves the process, which has but one thread, back into this namespace: sockets that are made from now on are its.
    ///
    /// # Errors
    /// The kernel's.
    pub fn move_in(&self) -> io::Result<()> {
        Ok(setns(&self.namespace, CloneFlags::CLONE_NEWNET)?)
    }

    /// Sets net.ipv4.`name` of the namespace that the process is in.
    ///
    /// # Errors
    /// The kernel's.
    pub fn set(&self, name: &str, value: u32) -> io::Result<()> {
        fs::write(format!("/proc/sys/net/ipv4/{name}"), value.to_string())
    }

    /// How many segments the kernel has sent again in the namespace that the process is in.
    #[must_use]
    pub fn kernel_retransmits(&self) -> u64 {
        let table = fs::read_to_string("/proc/self/net/snmp").unwrap_or_default();
        let mut rows = table.lines().filter_map(|line| line.strip_prefix("Tcp: "));
        let (Some(names), Some(values)) = (rows.next(), rows.next()) else { return 0 };
        let mut columns = names.split(' ').zip(values.split(' '));
        columns.find_map(|(name, value)| (name == "RetransSegs").then(|| value.parse().ok())?).unwrap_or_default()
    }

    /// Gives the kernel a packet. One that is no IP packet any more is refused, and so is lost.
    pub fn give(&self, packet: &[u8]) {
        let _ = self.device.send(packet);
    }

    /// Takes the next packet from the kernel, waiting for it as long as `patience`.
    pub fn take(&self, patience: Duration, packet: &mut [u8]) -> Option<usize> {
        let length = match patience.is_zero() {
            true => self.device.recv(packet),
            false => self.device.recv_timeout(packet, patience),
        };
        length.ok()
    }
}

/// As the superuser, or as a user who is one in a user namespace.
fn make() -> Result<(), String> {
    if unshare(CloneFlags::CLONE_NEWNET).is_ok() {
        return Ok(());
    }
    let (user, group) = (getuid(), getgid());
    unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET).map_err(|why| why.to_string())?;
    let maps =
        [("setgroups", "deny".to_string()), ("uid_map", format!("0 {user} 1")), ("gid_map", format!("0 {group} 1"))];
    maps.iter().try_for_each(|(name, map)| fs::write(format!("/proc/self/{name}"), map)).map_err(|why| why.to_string())
}
