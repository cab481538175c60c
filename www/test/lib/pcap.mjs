// Captures that tests make, byte by byte, by what the format's own description says.

/** A pcap file of packets `{ data, time }`, the time in microseconds; `link` is a LINKTYPE number. */
export function pcap(packets, link = 101) {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262_144, 16);
  head.writeUInt32LE(link, 20);
  const records = packets.map(({ data, time = 0, original = data.length }) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(time / 1e6), 0);
    record.writeUInt32LE(time % 1e6, 4);
    record.writeUInt32LE(data.length, 8);
    record.writeUInt32LE(original, 12);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, ...records]);
}

/** A UDP datagram over IPv4, its number as its identification and its payload. */
export function datagram(number, length = 64) {
  const data = Buffer.alloc(28 + length);
  data.set([0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]);
  data.writeUInt16BE(data.length, 2);
  data.writeUInt16BE(number & 0xffff, 4);
  data.writeUInt16BE(checksum(data.subarray(0, 20)), 10);
  data.writeUInt16BE(1024 + (number % 50_000), 20);
  data.writeUInt16BE(number % 3 === 0 ? 7777 : 9999, 22);
  data.writeUInt16BE(8 + length, 24);
  data.writeUInt32BE(number, 28);
  return data;
}

function checksum(bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return 0xffff - sum;
}

/** So many datagrams, a millisecond apart. */
export const many = (count, length) => pcap(Array.from({ length: count }, (_, index) => ({ data: datagram(index, length), time: 1_700_000_000_000_000 + index * 1000 })));
