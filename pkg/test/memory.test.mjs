// DESIGN section 5: views are made anew when the module's memory has grown; it never holds a whole capture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacketTable, decode, dissect, encode } from 'drywire';
import { DATAGRAM, SYN } from './support/packets.mjs';

/** So many fields that the module needs memory which it does not have yet. */
const manyFields = () => {
  const frame = new Uint8Array(12 + 4 * 16_000 + 2);
  for (let at = 12; at < frame.length - 2; at += 4) frame[at] = 0x81;
  return frame;
};

test('calls before and after the memory has grown give the same', () => {
  const before = { syn: decode(SYN), datagram: decode(DATAGRAM), dissection: dissect(SYN) };
  const table = new PacketTable();
  table.append(SYN);
  const { layers } = dissect(manyFields(), { link: 'ethernet' });
  assert.equal(layers[0].fields.filter(({ name }) => name === 'vlan.id').length, 16_000);
  assert.deepEqual(decode(SYN), before.syn);
  assert.deepEqual(encode(before.datagram), DATAGRAM);
  dissect(manyFields(), { link: 'ethernet' });
  table.append(DATAGRAM);
  assert.deepEqual([...table.columns.protocol], [6, 17]);
  assert.deepEqual(dissect(SYN), before.dissection);
});

test('what was given out before does not change with later calls', () => {
  const packet = decode(SYN);
  const copy = structuredClone(packet);
  const written = encode(packet);
  const dissection = dissect(SYN);
  const copyOfDissection = structuredClone(dissection);
  decode(DATAGRAM);
  dissect(manyFields(), { link: 'ethernet' });
  encode({ payload: new Uint8Array(100_000).fill(0xff) });
  assert.deepEqual(packet, copy);
  assert.deepEqual(dissection, copyOfDissection);
  assert.deepEqual(written, SYN);
});
