import { boundsPointer, columns as readColumns, memory } from '#wasm/codec';
import { bytesOf, checkDetails, checkOptions, flagOption, linkNumber, unknownLink } from './arguments.js';
import { integer, kindOf, wrongKind } from './check.js';
import { input, refresh, words } from './engines/codec.js';
import { COLUMNS, Size } from './layout.js';
import { readFrame } from './read.js';
import type { Packet, PacketColumns, PacketDetails, PacketTableOptions } from './types.js';

type Column = Uint8Array | Uint16Array | Uint32Array | BigInt64Array;

/** What one call of `append` brought: the caller's bytes, the table's first row of them, and link types where they were given. */
interface Source {
  data: Uint8Array;
  first: number;
  links: Uint16Array | undefined;
}

/** Arrays by how many bytes an element has. */
const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };
/** How many rows a table has room for at first. */
const ROWS = 64;

/**
 * Many packets: a typed array for each field, and packets as objects on demand. The table's own memory is about 80 bytes
 * a packet; the packets' bytes stay where the caller has them.
 *
 * @example
 * ```js
 * import { PacketTable, encode } from 'drywire';
 *
 * const table = new PacketTable({ link: 'raw' });
 * for (const destinationPort of [53, 80, 53]) {
 *   table.append(encode({
 *     ipv4: { source: '10.0.0.1', destination: '10.0.0.2' },
 *     udp: { sourcePort: 40000, destinationPort },
 *   }));
 * }
 * console.log(table.length, [...table.columns.destinationPort]); // 3 [ 53, 80, 53 ]
 * console.log(table.packet(1).udp.destinationPort); // 80
 * ```
 */
export class PacketTable {
  readonly #link: number;
  readonly #verify: boolean;
  readonly #retain: boolean;
  readonly #sources: Source[] = [];
  /** With room for more than the table has. */
  #columns = Object.fromEntries(COLUMNS.map(([name, width]) => [name, new ARRAYS[width](ROWS)])) as unknown as PacketColumns;
  #length = 0;
  #view: PacketColumns | undefined;

  /**
   * Makes an empty table.
   *
   * @throws `TypeError` or `RangeError` for a wrong option.
   */
  constructor(options: PacketTableOptions = {}) {
    checkOptions(options);
    this.#link = linkNumber(options.link);
    this.#verify = flagOption(options.verify, 'verify', true);
    this.#retain = flagOption(options.retain, 'retain', true);
  }

  /** How many packets the table has. */
  get length(): number {
    return this.#length;
  }

  /** The columns, each as long as the table. Taken anew after `append` they are longer; those taken before stay. */
  get columns(): PacketColumns {
    return this.#view ??= mapped(this.#columns, (column) => column.subarray(0, this.#length));
  }

  /**
   * Adds packets.
   *
   * @param data - The packets' bytes. The table keeps this array (unless `retain` is false), not a copy: do not change it.
   * @param bounds - Where the packets are in `data`: offset, length, offset, length, … in bytes. Without it, `data` is one
   * packet.
   * @param details - What is known of each packet besides; a batch of a capture will do.
   * @throws `RangeError` for bounds that are not within `data` or details of another number of packets, `TypeError` for
   * arguments of the wrong kind. Then nothing is added.
   */
  append(data: Uint8Array | ArrayBuffer, bounds?: Uint32Array, details: PacketDetails = {}): void {
    const bytes = bytesOf(data, 'data');
    const pairs = bounds === undefined ? Uint32Array.of(0, bytes.length) : bounds;
    checkBounds(pairs, bytes.length);
    const first = this.#length;
    checkDetails(details, 'details', pairs.length / 2);
    const { links, timestamps, originalLengths } = details;
    this.#reserve(first + pairs.length / 2);
    for (let at = 0; at < pairs.length;) at = this.#chunk(bytes, pairs, at, links);
    const columns = this.#columns;
    const room = columns.layers.length;
    if (timestamps) (columns.timestamp ??= new BigInt64Array(room)).set(timestamps, first);
    if (originalLengths) (columns.originalLength ??= new Uint32Array(room)).set(originalLengths, first);
    if (this.#retain && this.#length > first) this.#sources.push({ data: bytes, first, links });
    this.#view = undefined;
  }

  /**
   * Reads packet `index` (from 0) into an object, as `decode` would.
   *
   * @throws `RangeError` when there is no such packet, or its own link type cannot be read (its row is all payload); `Error` when
   * the table does not keep the packets' bytes.
   */
  packet(index: number): Packet {
    integer(index, '', 'index', this.#length - 1, null);
    if (!this.#retain) throw new Error('this table was made with retain: false, so it does not keep the packets themselves');
    const { frameOffset, frameLength } = this.#columns;
    const offset = frameOffset[index]!;
    const { data, first, links } = this.#sourceOf(index);
    const link = links ? links[index - first]! : this.#link;
    return readFrame(new Uint8Array(data.buffer, data.byteOffset + offset, frameLength[index]), link, this.#verify);
  }

  #sourceOf(index: number): Source {
    let low = 0;
    let high = this.#sources.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#sources[middle]!.first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#sources[low]!;
  }

  /** Makes room for `length` rows in all. */
  #reserve(length: number): void {
    const capacity = this.#columns.layers.length;
    if (length <= capacity) return;
    this.#columns = mapped(this.#columns, (old) => {
      const grown = new (old.constructor as new (length: number) => Column)(Math.max(length, capacity * 2));
      grown.set(old as never);
      return grown;
    });
  }

  /** Reads as many packets from bound `at` on as fit into the module's memory at once; gives the bound after them. */
  #chunk(data: Uint8Array, pairs: Uint32Array, at: number, links: Uint16Array | undefined): number {
    if (words.length === 0) refresh();
    const base = pairs[at]!;
    const { next, end } = chunkEnd(pairs, at, base, links);
    const link = links ? links[at / 2]! : this.#link;
    input.set(data.subarray(base, Math.min(end, base + Size.InputLength)));
    const { buffer } = memory();
    let pointer = boundsPointer();
    new Uint32Array(buffer, pointer, next - at).set(pairs.subarray(at, next));
    const count = (next - at) / 2;
    if (!readColumns(count, base, link, this.#verify)) {
      if (!links) throw unknownLink(link);
      return this.#unread(pairs, at, next);
    }
    // The columns stand after the bounds, one after the other.
    pointer += Size.TableRows * 8;
    for (const [name, width] of COLUMNS) {
      const from = new ARRAYS[width](buffer, pointer, count);
      pointer += Size.TableRows * width;
      this.#columns[name].set(from, this.#length);
      // The module writes what a packet has into rows of zeros.
      from.fill(0);
    }
    if (end - base > Size.InputLength) this.#lengthen(end - base - Size.InputLength);
    this.#length += count;
    return next;
  }

  /** Adds packets of a link type that is not read: all of them is payload. */
  #unread(pairs: Uint32Array, at: number, next: number): number {
    const { frameOffset, frameLength, payloadLength } = this.#columns;
    for (; at < next; at += 2, this.#length++) {
      frameOffset[this.#length] = pairs[at]!;
      frameLength[this.#length] = payloadLength[this.#length] = pairs[at + 1]!;
    }
    return next;
  }

  /** What the module did not see of one huge frame belongs to its payload, if that goes on to the end. */
  #lengthen(unseen: number): void {
    const { payloadOffset, payloadLength } = this.#columns;
    const row = this.#length;
    if (payloadOffset[row]! + payloadLength[row]! === Size.InputLength) payloadLength[row]! += unseen;
  }
}

/** The same columns, each made another. */
function mapped(columns: PacketColumns, change: (column: Column) => Column): PacketColumns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)])) as unknown as PacketColumns;
}

/**
 * The packets that go with the one at `at`: those that follow it within the module's memory, whatever lies between them, as long
 * as their link type is the same. A packet that is larger than that goes alone.
 */
function chunkEnd(pairs: Uint32Array, at: number, base: number, links: Uint16Array | undefined): { next: number; end: number } {
  const most = Math.min(pairs.length, at + Size.TableRows * 2);
  let end = base + pairs[at + 1]!;
  let next = at + 2;
  while (next < most) {
    const offset = pairs[next]!;
    const packetEnd = offset + pairs[next + 1]!;
    if (offset < base || packetEnd - base > Size.InputLength || (links && links[next / 2] !== links[at / 2])) break;
    if (packetEnd > end) end = packetEnd;
    next += 2;
  }
  return { next, end };
}

function checkBounds(bounds: Uint32Array, length: number): void {
  if (kindOf(bounds) !== 'Uint32Array') throw wrongKind('bounds', 'a Uint32Array');
  if (bounds.length % 2 !== 0) throw new RangeError('bounds must have an even number of entries: offset, length, …');
  for (let at = 0; at < bounds.length; at += 2) {
    if (bounds[at]! + bounds[at + 1]! > length) {
      throw new RangeError(`bounds[${at}] and bounds[${at + 1}] must be within the ${length} bytes of data`);
    }
  }
}
