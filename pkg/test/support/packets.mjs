// Packets that tests name.
import { parseHex } from 'drywire';

/** An Ethernet frame: 10.0.0.1:1234 to 10.0.0.2:80, a SYN with MSS, SACK-permitted, timestamps, NOP and window scale. */
export const SYN = parseHex(`
  02 00 00 00 00 02  02 00 00 00 00 01  08 00
  45 00 00 3c 1c 46 40 00 40 06 0a 74 0a 00 00 01 0a 00 00 02
  04 d2 00 50 00 00 00 01 00 00 00 00 a0 02 ff ff 2e b1 00 00
  02 04 05 b4  04 02  08 0a 00 00 00 2a 00 00 00 00  01  03 03 07`);

/** An IPv4 packet: 10.0.0.1:12345 to 10.0.0.2:53, no checksum, payload `ab cd`. */
export const DATAGRAM = parseHex('4500001e 00010000 401166cc 0a000001 0a000002 30390035 000a0000 abcd');

/** An IPv4 packet: a router says that it may not fragment a TCP segment, of which it quotes 8 bytes. */
export const TOO_BIG = parseHex(`
  45000038 00000000 40010000 0a0000fe 0a000001
  03040000 000005dc
  4500dc05 12344000 40060000 0a000001 c0000201  c000 0050 11223344`);
