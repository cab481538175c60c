/** Any link header, told apart by `kind`. */
export type LinkLayer = Ethernet | NullLoopback | Cooked | CookedV2;

/** An Ethernet II header (IEEE 802.3 clause 3) with its VLAN tags: 14 bytes, and 4 for each tag. */
export interface Ethernet {
  kind: 'ethernet';
  /** The destination's address, as `'aa:bb:cc:dd:ee:ff'`. */
  destination: string;
  /** The source's address, as `'aa:bb:cc:dd:ee:ff'`. */
  source: string;
  /** The VLAN tags, outermost first; most often none. */
  tags: VlanTag[];
  /** What comes next: 0x0800 IPv4, 0x0806 ARP, 0x86dd IPv6; 0 to 65,535. Up to 1,500 it is an IEEE 802.3 length. */
  etherType: number;
}

/** An IEEE 802.1Q tag. */
export interface VlanTag {
  /** The tag's own EtherType: 0x8100 (802.1Q), 0x88a8 (802.1ad) or 0x9100 (in use before 802.1ad). */
  protocol: number;
  /** The priority code point, 0 to 7. */
  priority: number;
  /** Whether the frame may be dropped first when there is congestion (DEI). */
  dropEligible: boolean;
  /** The VLAN's identifier, 0 to 4,095. */
  id: number;
}

/** The 4-byte header of a BSD loopback capture: LINKTYPE_NULL (0) or LINKTYPE_LOOP (108). */
export interface NullLoopback {
  /** `'null'`: in the byte order of the machine that captured; `'loop'`: always big-endian. */
  kind: 'null' | 'loop';
  /** The protocol family: 2 is IPv4; 24, 28 and 30 are IPv6; 0 to 4,294,967,295. */
  family: number;
  /** The byte order of `family`; always `'big'` for `'loop'`. */
  byteOrder: 'little' | 'big';
}

/** The 16-byte header of a Linux cooked capture, LINKTYPE_LINUX_SLL (113). */
export interface Cooked {
  kind: 'sll';
  /** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 sent by us; 0 to 65,535. */
  packetType: number;
  /** The ARPHRD_ type of the device, 0 to 65,535; 1 is Ethernet, 772 the loopback. */
  hardwareType: number;
  /** How many bytes the sender's address has, 0 to 65,535; up to 8 are there. */
  addressLength: number;
  /** The sender's address as colon-separated hex: the first `addressLength` bytes, 8 at most. */
  address: string;
  /** The rest of the 8 bytes that hold the address, as colon-separated hex; most often zeros. */
  addressPadding: string;
  /** The EtherType of what comes next, 0 to 65,535. */
  protocol: number;
}

/** The 20-byte header of a Linux cooked capture, version 2, LINKTYPE_LINUX_SLL2 (276). */
export interface CookedV2 {
  kind: 'sll2';
  /** The EtherType of what comes next, 0 to 65,535. */
  protocol: number;
  /** Reserved, 0 to 65,535; zero in practice. */
  reserved: number;
  /** The number of the interface that captured, 0 to 4,294,967,295. */
  interfaceIndex: number;
  /** The ARPHRD_ type of the device, 0 to 65,535. */
  hardwareType: number;
  /** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 sent by us; 0 to 255. */
  packetType: number;
  /** How many bytes the sender's address has, 0 to 255; up to 8 are there. */
  addressLength: number;
  /** The sender's address as colon-separated hex: the first `addressLength` bytes, 8 at most. */
  address: string;
  /** The rest of the 8 bytes that hold the address, as colon-separated hex; most often zeros. */
  addressPadding: string;
}

/** An ARP packet (RFC 826): 8 bytes and four addresses. */
export interface Arp {
  /** The hardware address space, 0 to 65,535; 1 is Ethernet. */
  hardwareType: number;
  /** The protocol address space as an EtherType, 0 to 65,535; 0x0800 is IPv4. */
  protocolType: number;
  /** Bytes in a hardware address, 0 to 255; 6 for Ethernet. */
  hardwareLength: number;
  /** Bytes in a protocol address, 0 to 255; 4 for IPv4. */
  protocolLength: number;
  /** 1 request, 2 reply; 0 to 65,535. */
  operation: number;
  /** The sender's hardware address as colon-separated hex. */
  senderHardware: string;
  /** The sender's protocol address: dotted when it has 4 bytes, else colon-separated hex. */
  senderProtocol: string;
  /** The target's hardware address as colon-separated hex; zeros in a request. */
  targetHardware: string;
  /** The target's protocol address: dotted when it has 4 bytes, else colon-separated hex. */
  targetProtocol: string;
}
