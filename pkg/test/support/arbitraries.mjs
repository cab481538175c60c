// Packets to build, at random: what is given is in range, what is left out is for encode to compute.
import fc from 'fast-check';

const byte = fc.integer({ min: 0, max: 0xff });
const half = fc.integer({ min: 0, max: 0xffff });
const word = fc.integer({ min: 0, max: 0xffffffff });
const bytes = (minLength, maxLength) => fc.uint8Array({ minLength, maxLength });
const ipv4Address = fc.tuple(byte, byte, byte, byte).map((parts) => parts.join('.'));
const hex = (list) => list.map((value) => value.toString(16).padStart(2, '0')).join(':');
const hardware = (length) => fc.array(byte, { minLength: length, maxLength: length }).map(hex);
/** Each field there or not. */
const some = (fields, requiredKeys = []) => fc.record(fields, { requiredKeys });

const tag = some({
  protocol: fc.constantFrom(0x8100, 0x88a8, 0x9100), priority: fc.integer({ min: 0, max: 7 }), dropEligible: fc.boolean(),
  id: fc.integer({ min: 0, max: 0xfff }),
});

const cooked = (kind, most) => hardware(6).chain((address) => some({
  kind: fc.constant(kind), packetType: fc.integer({ min: 0, max: most }), hardwareType: half, address: fc.constant(address),
}, ['kind', 'address']));

/** Link headers whose type is left to what follows. */
export const link = fc.oneof(
  fc.constant(undefined),
  some({ kind: fc.constant('ethernet'), destination: hardware(6), source: hardware(6), tags: fc.array(tag, { maxLength: 3 }) }, ['kind']),
  some({ kind: fc.constant('null'), byteOrder: fc.constantFrom('little', 'big') }, ['kind']),
  fc.constant({ kind: 'loop' }),
  cooked('sll', 0xffff),
  cooked('sll2', 0xff),
);

const common = [
  fc.constant({ name: 'nop' }),
  fc.record({ name: fc.constant('unknown'), kind: fc.integer({ min: 200, max: 250 }), data: bytes(0, 8) }),
];

export const tcpOption = fc.oneof(
  ...common,
  fc.record({ name: fc.constant('mss'), value: half }),
  fc.record({ name: fc.constant('windowScale'), shift: byte }),
  fc.constant({ name: 'sackPermitted' }),
  fc.record({ name: fc.constant('sack'), blocks: fc.array(fc.record({ left: word, right: word }), { minLength: 1, maxLength: 4 }) }),
  fc.record({ name: fc.constant('timestamps'), value: word, echoReply: word }),
  fc.record({ name: fc.constant('userTimeout'), granularity: fc.constantFrom('seconds', 'minutes'), value: fc.integer({ min: 0, max: 0x7fff }) }),
  fc.record({ name: fc.constant('fastOpen'), cookie: fc.constantFrom(0, 4, 8, 16).chain((length) => bytes(length, length)) }),
  fc.record({ name: fc.constant('md5'), digest: bytes(16, 16) }),
  fc.record({ name: fc.constant('ao'), data: bytes(2, 16) }),
);

/** Addresses with runs of zeros, as the platform writes them: RFC 5952, but for embedded IPv4 addresses, which are left out. */
const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: half });
export const ipv6Address = fc.array(group, { minLength: 8, maxLength: 8 })
  .filter((groups) => groups.slice(0, 5).some((value) => value !== 0) || groups[5] !== 0xffff)
  .map((groups) => new URL(`http://[${groups.map((value) => value.toString(16)).join(':')}]`).hostname.slice(1, -1));

const route = fc.constantFrom('recordRoute', 'looseSourceRoute', 'strictSourceRoute');

export const ipv4Option = fc.oneof(
  ...common,
  fc.record({ name: route, pointer: byte, addresses: fc.array(ipv4Address, { maxLength: 9 }) }),
  fc.record({
    name: fc.constant('timestamp'), pointer: byte, overflow: fc.integer({ min: 0, max: 15 }), flag: fc.constant(0),
    entries: fc.array(fc.record({ timestamp: word }), { maxLength: 9 }),
  }),
  fc.record({
    name: fc.constant('timestamp'), pointer: byte, overflow: fc.integer({ min: 0, max: 15 }), flag: fc.constantFrom(1, 3),
    entries: fc.array(fc.record({ address: ipv4Address, timestamp: word }), { maxLength: 4 }),
  }),
  fc.record({ name: fc.constant('routerAlert'), value: half }),
);

const SIZES = {
  nop: () => 1, mss: () => 4, windowScale: () => 3, sackPermitted: () => 2, sack: (o) => 2 + 8 * o.blocks.length,
  timestamps: () => 10, userTimeout: () => 4, fastOpen: (o) => 2 + o.cookie.length, md5: () => 18,
  ao: (o) => 2 + o.data.length, unknown: (o) => 2 + o.data.length, routerAlert: () => 4,
  timestamp: (o) => 4 + o.entries.length * (o.flag === 0 ? 4 : 8),
};

/** As many of the options as 40 bytes hold. */
const fitting = (options) => {
  let room = 40;
  return options.filter((option) => {
    const size = (SIZES[option.name] ?? ((o) => 3 + 4 * o.addresses.length))(option);
    if (size > room) return false;
    room -= size;
    return true;
  });
};

const optionsOf = (option) => fc.array(option, { maxLength: 8 }).map(fitting);

export const ipv4 = some({
  source: ipv4Address, destination: ipv4Address, dscp: fc.integer({ min: 0, max: 63 }), ecn: fc.integer({ min: 0, max: 3 }),
  identification: half, reservedFlag: fc.boolean(), dontFragment: fc.boolean(), ttl: byte, options: optionsOf(ipv4Option),
}, ['source', 'destination']);

const ipv6Option = fc.oneof(
  fc.constant({ name: 'pad1' }),
  fc.record({ name: fc.constant('padN'), data: bytes(0, 4) }),
  fc.record({ name: fc.constant('routerAlert'), value: half }),
  // One that says a packet's length leaves nothing for encode to compute.
  fc.record({ name: fc.constant('jumboPayload'), value: half }),
  fc.record({ name: fc.constant('unknown'), kind: fc.integer({ min: 6, max: 190 }), data: bytes(0, 20) }),
);

/** What leaves the transport to be read and verified: no later fragment, no route that is not over. */
const extension = fc.oneof(
  fc.record({ name: fc.constantFrom('hopByHop', 'destinationOptions'), options: fc.array(ipv6Option, { maxLength: 5 }) }),
  some({ name: fc.constant('fragment'), reserved: byte, reservedBits: fc.integer({ min: 0, max: 3 }), identification: word }, ['name']),
  fc.record({ name: fc.constant('routing'), routingType: byte, data: fc.constantFrom(4, 12, 20).chain((length) => bytes(length, length)) }),
  fc.record({
    name: fc.constant('authentication'), securityParametersIndex: word, sequenceNumber: word,
    integrityCheck: fc.constantFrom(0, 4, 12).chain((length) => bytes(length, length)),
  }),
);

export const ipv6 = some({
  source: ipv6Address, destination: ipv6Address, dscp: fc.integer({ min: 0, max: 63 }), ecn: fc.integer({ min: 0, max: 3 }),
  flowLabel: fc.integer({ min: 0, max: 0xfffff }), hopLimit: byte, extensions: fc.array(extension, { maxLength: 4 }),
}, ['source', 'destination']);

const flags = some(Object.fromEntries(['ae', 'cwr', 'ece', 'urg', 'ack', 'psh', 'rst', 'syn', 'fin'].map((name) => [name, fc.boolean()])));

export const tcp = some({
  sourcePort: half, destinationPort: half, sequenceNumber: word, acknowledgmentNumber: word, reserved: fc.integer({ min: 0, max: 7 }),
  flags, window: half, urgentPointer: half, options: optionsOf(tcpOption),
}, ['sourcePort', 'destinationPort']);

export const udp = fc.record({ sourcePort: half, destinationPort: half });

export const icmp = fc.oneof(
  fc.record({ name: fc.constantFrom('echoReply', 'echoRequest'), code: byte, identifier: half, sequenceNumber: half }),
  fc.record({ name: fc.constant('destinationUnreachable'), code: byte, unused: half, nextHopMtu: half }),
  fc.record({ name: fc.constant('redirect'), code: byte, gateway: ipv4Address }),
  fc.record({ name: fc.constant('timeExceeded'), code: byte, unused: word }),
  fc.record({ name: fc.constant('parameterProblem'), code: byte, pointer: byte, unused: fc.integer({ min: 0, max: 0xffffff }) }),
  fc.record({ name: fc.constant('unknown'), type: fc.constantFrom(1, 4, 9, 13, 42), code: byte, restOfHeader: word }),
);

export const icmpv6 = fc.oneof(
  fc.record({ name: fc.constantFrom('echoReply', 'echoRequest'), code: byte, identifier: half, sequenceNumber: half }),
  fc.record({ name: fc.constantFrom('destinationUnreachable', 'timeExceeded'), code: byte, unused: word }),
  fc.record({ name: fc.constant('packetTooBig'), code: byte, mtu: word }),
  fc.record({ name: fc.constant('parameterProblem'), code: byte, pointer: word }),
  fc.record({ name: fc.constant('unknown'), type: fc.constantFrom(0, 5, 133, 135, 136, 143), code: byte, restOfHeader: word }),
);

const arp = fc.record({
  operation: half, senderHardware: hardware(6), senderProtocol: ipv4Address, targetHardware: hardware(6), targetProtocol: ipv4Address,
});

/** Whole packets, every layer of them sound. */
export const packet = fc.oneof(
  { weight: 3, arbitrary: fc.record({ link, ipv4, tcp, payload: bytes(0, 60) }) },
  { weight: 2, arbitrary: fc.record({ link, ipv4, udp, payload: bytes(0, 60), trailer: bytes(0, 20) }) },
  { weight: 2, arbitrary: fc.record({ link, ipv4, icmp, payload: bytes(0, 60) }) },
  { weight: 1, arbitrary: fc.record({ link, ipv4, payload: bytes(0, 60) }) },
  { weight: 2, arbitrary: fc.record({ link, ipv6, tcp, payload: bytes(0, 60) }) },
  { weight: 2, arbitrary: fc.record({ link, ipv6, udp, payload: bytes(0, 60), trailer: bytes(0, 20) }) },
  { weight: 2, arbitrary: fc.record({ link, ipv6, icmpv6, payload: bytes(0, 60) }) },
  { weight: 1, arbitrary: fc.record({ link, ipv6, payload: bytes(0, 60) }) },
  { weight: 1, arbitrary: fc.record({ link: link.filter((value) => value?.kind.length > 4 || value?.kind.startsWith('sll')), arp, trailer: bytes(0, 20) }) },
);

/** A few places and the bytes to put there. */
export const damage = fc.array(fc.tuple(fc.nat({ max: 120 }), byte), { maxLength: 6 });

export const linkTypes = ['auto', 'ethernet', 'raw', 'ipv4', 'ipv6', 'null', 'loop', 'sll', 'sll2', 0, 1, 12, 14, 101, 108, 113, 228, 229, 276];
