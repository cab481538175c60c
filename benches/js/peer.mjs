// The decoder to measure against: plain JavaScript, written by hand for speed, giving the same objects as drywire's
// `decode` for Ethernet, IPv4, TCP and UDP, checksums verified. One DataView for all packets of a buffer, 16 bytes a step
// in the checksum, object literals whose properties are always in one order, addresses from tables of ready parts and a cache
// of those seen last, and no closure on the way. It reads sound packets only: anything else is an error.

const DECIMAL = Array.from({ length: 256 }, (_, byte) => String(byte));
const DECIMAL_DOT = DECIMAL.map((text) => `${text}.`);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const HEX_COLON = HEX.map((text) => `${text}:`);
const NONE = new Uint8Array(0);

let view = new DataView(new ArrayBuffer(0));

/** Decodes one Ethernet frame. Its payload is a view of `bytes`. */
export function decode(bytes) {
  if (view.buffer !== bytes.buffer) view = new DataView(bytes.buffer);
  const v = view;
  const start = bytes.byteOffset;
  const end = start + bytes.length;
  const link = readEthernet(v, start);
  if (link.etherType !== 0x0800) throw new Error('not IPv4');
  const ip = start + 14;
  const ipv4 = readIpv4(v, ip);
  const at = ip + ipv4.headerLength;
  const limit = ip + ipv4.totalLength;
  if (limit > end) throw new Error('cut short');
  if (ipv4.protocol === 6) {
    const tcp = readTcp(v, at, limit, pseudoHeader(v, ip, 6, limit - at));
    const data = at + tcp.headerLength;
    return {
      layers: ['ethernet', 'ipv4', 'tcp'],
      link,
      arp: null,
      ipv4,
      ipv6: null,
      tcp,
      udp: null,
      icmp: null,
      icmpv6: null,
      payload: data === limit ? NONE : new Uint8Array(bytes.buffer, data, limit - data),
      trailer: limit === end ? NONE : new Uint8Array(bytes.buffer, limit, end - limit),
      problems: [],
    };
  }
  if (ipv4.protocol !== 17) throw new Error('neither TCP nor UDP');
  const udp = readUdp(v, at, limit, pseudoHeader(v, ip, 17, limit - at));
  return {
    layers: ['ethernet', 'ipv4', 'udp'],
    link,
    arp: null,
    ipv4,
    ipv6: null,
    tcp: null,
    udp,
    icmp: null,
    icmpv6: null,
    payload: at + 8 === limit ? NONE : new Uint8Array(bytes.buffer, at + 8, limit - at - 8),
    trailer: limit === end ? NONE : new Uint8Array(bytes.buffer, limit, end - limit),
    problems: [],
  };
}

function readEthernet(v, at) {
  return {
    kind: 'ethernet',
    destination: macText(v.getUint16(at), v.getUint32(at + 2)),
    source: macText(v.getUint16(at + 6), v.getUint32(at + 8)),
    tags: [],
    etherType: v.getUint16(at + 12),
  };
}

function readIpv4(v, at) {
  const first = v.getUint8(at);
  const headerLength = (first & 15) * 4;
  const service = v.getUint8(at + 1);
  const fragment = v.getUint16(at + 6);
  if (first !== 0x45) throw new Error('no such header here');
  return {
    version: first >>> 4,
    headerLength,
    dscp: service >>> 2,
    ecn: service & 3,
    totalLength: v.getUint16(at + 2),
    identification: v.getUint16(at + 4),
    reservedFlag: (fragment & 0x8000) !== 0,
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    ttl: v.getUint8(at + 8),
    protocol: v.getUint8(at + 9),
    checksum: v.getUint16(at + 10),
    checksumStatus: folded(sum(v, at, at + headerLength)) === 0xffff ? 'good' : 'bad',
    source: ipv4Text(v.getUint32(at + 12)),
    destination: ipv4Text(v.getUint32(at + 16)),
    options: [],
  };
}

function readTcp(v, at, end, pseudo) {
  const word = v.getUint16(at + 12);
  const headerLength = (word >>> 12) * 4;
  if (headerLength < 20 || at + headerLength > end) throw new Error('the data offset lies');
  return {
    sourcePort: v.getUint16(at),
    destinationPort: v.getUint16(at + 2),
    sequenceNumber: v.getUint32(at + 4),
    acknowledgmentNumber: v.getUint32(at + 8),
    headerLength,
    reserved: (word >>> 9) & 7,
    flags: {
      ae: (word & 256) !== 0,
      cwr: (word & 128) !== 0,
      ece: (word & 64) !== 0,
      urg: (word & 32) !== 0,
      ack: (word & 16) !== 0,
      psh: (word & 8) !== 0,
      rst: (word & 4) !== 0,
      syn: (word & 2) !== 0,
      fin: (word & 1) !== 0,
    },
    window: v.getUint16(at + 14),
    checksum: v.getUint16(at + 16),
    checksumStatus: folded(pseudo + sum(v, at, end)) === 0xffff ? 'good' : 'bad',
    urgentPointer: v.getUint16(at + 18),
    options: headerLength === 20 ? [] : readOptions(v, at + 20, at + headerLength),
  };
}

function readOptions(v, at, end) {
  if (end - at === 12 && v.getUint32(at) === 0x0101080a) {
    return [
      { kind: 1, name: 'nop' },
      { kind: 1, name: 'nop' },
      { kind: 8, name: 'timestamps', value: v.getUint32(at + 4), echoReply: v.getUint32(at + 8) },
    ];
  }
  const options = [];
  while (at < end) {
    const kind = v.getUint8(at);
    if (kind === 1) {
      options.push({ kind: 1, name: 'nop' });
      at += 1;
      continue;
    }
    if (kind === 0) {
      options.push({ kind: 0, name: 'eol' });
      break;
    }
    const length = v.getUint8(at + 1);
    if (length < 2 || at + length > end) throw new Error('an option\'s length lies');
    options.push(readOption(v, at, kind, length));
    at += length;
  }
  return options;
}

function readOption(v, at, kind, length) {
  switch (kind) {
    case 2: return { kind: 2, name: 'mss', value: v.getUint16(at + 2) };
    case 3: return { kind: 3, name: 'windowScale', shift: v.getUint8(at + 2) };
    case 4: return { kind: 4, name: 'sackPermitted' };
    case 5: return { kind: 5, name: 'sack', blocks: readBlocks(v, at + 2, at + length) };
    case 8: return { kind: 8, name: 'timestamps', value: v.getUint32(at + 2), echoReply: v.getUint32(at + 6) };
    default: return { kind, name: 'unknown', data: new Uint8Array(v.buffer.slice(at + 2, at + length)) };
  }
}

function readBlocks(v, at, end) {
  const blocks = [];
  for (; at < end; at += 8) blocks.push({ left: v.getUint32(at), right: v.getUint32(at + 4) });
  return blocks;
}

function readUdp(v, at, end, pseudo) {
  const length = v.getUint16(at + 4);
  if (length !== end - at) throw new Error('the length lies');
  const checksum = v.getUint16(at + 6);
  return {
    sourcePort: v.getUint16(at),
    destinationPort: v.getUint16(at + 2),
    length,
    checksum,
    checksumStatus: checksum === 0 ? 'absent' : folded(pseudo + sum(v, at, end)) === 0xffff ? 'good' : 'bad',
  };
}

function pseudoHeader(v, ip, protocol, length) {
  return v.getUint16(ip + 12) + v.getUint16(ip + 14) + v.getUint16(ip + 16) + v.getUint16(ip + 18) + protocol + length;
}

/** The sum of 16-bit words, carries in the upper half: 65,535 bytes are at most 2,147,450,880, which is a small integer. */
export function sum(v, at, end) {
  let total = 0;
  for (const steps = end - 15; at < steps; at += 16) {
    const a = v.getUint32(at);
    const b = v.getUint32(at + 4);
    const c = v.getUint32(at + 8);
    const d = v.getUint32(at + 12);
    total = (total + (a >>> 16) + (a & 0xffff) + (b >>> 16) + (b & 0xffff)
      + (c >>> 16) + (c & 0xffff) + (d >>> 16) + (d & 0xffff)) | 0;
  }
  for (const steps = end - 1; at < steps; at += 2) total = (total + v.getUint16(at)) | 0;
  return at < end ? (total + (v.getUint8(at) << 8)) | 0 : total;
}

function folded(total) {
  const once = (total & 0xffff) + (total >>> 16);
  return (once & 0xffff) + (once >>> 16);
}

const SLOTS = 512;
const ipv4Keys = new Uint32Array(SLOTS);
const ipv4Texts = new Array(SLOTS).fill('0.0.0.0');
const macHighs = new Uint32Array(SLOTS);
const macLows = new Uint32Array(SLOTS);
const macTexts = new Array(SLOTS).fill('00:00:00:00:00:00');

function ipv4Text(address) {
  const slot = Math.imul(address, 0x9e3779b1) >>> 23;
  if (ipv4Keys[slot] === address) return ipv4Texts[slot];
  const text = DECIMAL_DOT[address >>> 24] + DECIMAL_DOT[(address >>> 16) & 255] + DECIMAL_DOT[(address >>> 8) & 255]
    + DECIMAL[address & 255];
  ipv4Keys[slot] = address;
  ipv4Texts[slot] = text;
  return text;
}

function macText(high, low) {
  const slot = Math.imul(low ^ (high << 7), 0x9e3779b1) >>> 23;
  if (macLows[slot] === low && macHighs[slot] === high) return macTexts[slot];
  const text = HEX_COLON[high >>> 8] + HEX_COLON[high & 255] + HEX_COLON[low >>> 24] + HEX_COLON[(low >>> 16) & 255]
    + HEX_COLON[(low >>> 8) & 255] + HEX[low & 255];
  macHighs[slot] = high;
  macLows[slot] = low;
  macTexts[slot] = text;
  return text;
}
