// `decode-js`: one packet to one object, checksums verified, payloads of all sizes. The peers: the decoder of peer.mjs, which
// does the same, and those of the npm packages pcap (node_pcap) and cap, which verify nothing; pcap types TCP's options and
// leaves addresses as arrays, cap has no options.
import { deepStrictEqual } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { decode } from 'drywire';
import { decode as decodeByHand } from './peer.mjs';
import { readMix } from './mix.mjs';
import { run, settings } from './rounds.mjs';

const require = createRequire(import.meta.url);
const pcap = require('pcap/decode');
const cap = require('cap/lib/Decoders');

const { mixed, packets, rounds, warmUp } = settings();
const { data, frames } = readMix(mixed, packets);

for (const frame of frames.slice(0, 2000)) deepStrictEqual(decodeByHand(frame), decode(frame, { link: 'ethernet' }));

// Objects have to live for a while, as they do for whoever asked for them.
const kept = new Array(1024).fill(null);
const keep = (count, packet) => {
  kept[count & 1023] = packet;
};

const options = { link: 'ethernet' };
const buffers = frames.map((frame) => Buffer.from(data.buffer, frame.byteOffset, frame.length));
const withHeaders = buffers.map((buf, index) => ({
  link_type: 'LINKTYPE_ETHERNET',
  header: Buffer.from(data.buffer, frames[index].byteOffset - 16, 16),
  buf,
}));

const decodeCap = (buffer) => {
  const ethernet = cap.Ethernet(buffer);
  const ipv4 = cap.IPV4(buffer, ethernet.offset);
  const end = ethernet.offset + ipv4.info.totallen;
  const transport = ipv4.info.protocol === 6 ? cap.TCP(buffer, ipv4.offset) : cap.UDP(buffer, ipv4.offset);
  return { ethernet, ipv4, transport, payload: buffer.subarray(transport.offset, end) };
};

const rates = run([
  { name: 'drywire', pass: () => frames.forEach((frame, at) => keep(at, decode(frame, options))) },
  { name: 'by hand', pass: () => frames.forEach((frame, at) => keep(at, decodeByHand(frame))) },
  { name: 'pcap, unverified', pass: () => withHeaders.forEach((packet, at) => keep(at, pcap.decode.packet(packet))) },
  { name: 'cap, unverified', pass: () => buffers.forEach((buffer, at) => keep(at, decodeCap(buffer))) },
], { packets: frames.length, rounds, warmUp });

rates.print('decode-js, millions of packets per second of processor time', 'drywire');
rates.line('decode-js', 'drywire', 'by hand', 1);
rates.line('decode-js:pcap', 'drywire', 'pcap, unverified', 1.5);
rates.line('decode-js:cap', 'drywire', 'cap, unverified', 1.5);
