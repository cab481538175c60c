// What every consumer has to get: written by hand, not computed by the package.

const OUTER = { layers: ['ethernet', 'vlan', 'ipv4', 'tcp'], arp: null, ipv6: null, udp: null, icmp: null, icmpv6: null, payload: '', trailer: 'abcd', problems: [] };

const LINK = {
  kind: 'ethernet', destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01',
  tags: [{ protocol: 0x8100, priority: 0, dropEligible: false, id: 7 }], etherType: 0x0800,
};

const IPV4 = {
  version: 4, headerLength: 20, dscp: 0, ecn: 0, totalLength: 60, identification: 1, reservedFlag: false,
  dontFragment: true, moreFragments: false, fragmentOffset: 0, ttl: 64, protocol: 6, checksum: 0x4e7f,
  checksumStatus: 'good', source: '192.0.2.1', destination: '198.51.100.7', options: [],
};

const TCP = {
  sourcePort: 49152, destinationPort: 443, sequenceNumber: 0xfffffffe, acknowledgmentNumber: 0, headerLength: 40, reserved: 0,
  flags: { ae: false, cwr: false, ece: false, urg: false, ack: false, psh: false, rst: false, syn: true, fin: false },
  window: 64240, checksum: 0x9f17, checksumStatus: 'good', urgentPointer: 0,
  options: [
    { kind: 2, name: 'mss', value: 1460 },
    { kind: 4, name: 'sackPermitted' },
    { kind: 8, name: 'timestamps', value: 1, echoReply: 0 },
    { kind: 1, name: 'nop' },
    { kind: 3, name: 'windowScale', shift: 7 },
  ],
};

const SYN = '0200000000020200000000018100000708004500003c0001400040064e7fc0000201c6336407'
  + 'c00001bbfffffffe00000000a002faf09f170000020405b40402080a000000010000000001030307abcd';

const CODEC = {
  packet: { ...OUTER, link: LINK, ipv4: IPV4, tcp: TCP },
  again: SYN,
  built: '4500001e00010000401166cc0a0000010a00000230390035000a0f9cabcd',
  table: {
    length: 2,
    columns: {
      destination: [0xc6336407, 0x0a000002], destinationPort: [443, 53], tcpFlags: [2, 0], checksumStatus: [0, 0],
      payloadLength: [0, 2],
    },
    udp: { sourcePort: 12345, destinationPort: 53, length: 10, checksum: 0x0f9c, checksumStatus: 'good' },
  },
  problems: [{ code: 'truncated', layer: 'ipv4', offset: 20 }, { code: 'header-truncated', layer: 'tcp', offset: 38 }],
  strict: { name: 'PacketError', code: 'truncated', place: 20 },
  notHex: { name: 'HexError', code: 'hex-character', place: 5 },
};

const DISSECTION = {
  link: 'ethernet',
  layers: [['ethernet', 0, 18], ['ipv4', 18, 20], ['tcp', 38, 40], ['trailer', 78, 2]],
  syn: { value: true, offset: 51, length: 1, bitMask: 2 },
};

const READING = {
  format: 'hex', link: 'ethernet', data: SYN, port: 443, guess: 'ethernet',
  line: 'IP 192.0.2.1.49152 > 198.51.100.7.443: Flags [S], seq 4294967294, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0',
  notHex: { name: 'HexError', code: 'hex-character', place: 5 }, noDump: 'unclosed',
};

/** A connection that shook hands, carried data and was aborted: by the server's events all of it has passed. */
const CONNECTION = {
  state: 'ESTABLISHED', events: ['connected', 'readable', 'writable', 'closed'], error: 'ECONNABORTED',
};

/** What `exercise` gives. */
export const EXPECTED = {
  drywire: CODEC, codec: CODEC, slim: CODEC,
  dissections: { drywire: DISSECTION, inspect: DISSECTION, slim: DISSECTION },
  readings: { drywire: READING, inspect: READING },
  connections: { drywire: CONNECTION, slim: CONNECTION },
};

/** What `window.outcome` is on each page. */
export const EXPECTED_OF_PAGE = {
  page: EXPECTED,
  worker: { outcome: EXPECTED, violations: [], place: 'DedicatedWorkerGlobalScope' },
};

/** What the typed programs print. */
export const EXPECTED_OF_TYPED = {
  mss: [1460], syn: true, sources: ['192.0.2.1', '192.0.2.1', '192.0.2.1'], ports: [80], layers: ['IPv4', 'TCP'],
  strict: 'header-truncated ipv4 0',
};
