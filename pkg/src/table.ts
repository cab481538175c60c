import { boundsPointer, columns as readColumns, memory } from '#wasm/codec';
import { checkDetails, checkOptions, flagOption, foreignBytes, linkNumber, unknownLink } from './arguments.js';
import { input, refresh, words } from './engines/codec.js';
import { COLUMNS, Size } from './layout.js';
import { readFrame } from './read.js';
import type { Packet, PacketColumns, PacketDetails, PacketTableOptions } from './types.js';

type Column = Uint8Array | Uint16Array | Uint32Array;
type ColumnName = keyof PacketColumns;

/** What one call of `append` brought: the caller's bytes, the table's first row of them, and link types where they were given. */
interface Source {
  data: Uint8Array;
  first: number;
  links: Uint16Array | undefined;
}

/** Columns that are there once `append` was given them, by the names that they have there, and their arrays. */
const DETAILS = [
  ['timestamp', 'timestamps', BigInt64Array],
  ['originalLength', 'originalLengths', Uint32Array],
] as const;

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
  #columns: Column[] = COLUMNS.map(([, width]) => column(width, 64));
  #details: (BigInt64Array | Uint32Array | undefined)[] = [];
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
    if (this.#view === undefined) {
      const named: [string, unknown][] = COLUMNS.map(([name], index) => [name, this.#columns[index]!.subarray(0, this.#length)]);
      this.#details.forEach((column, index) => named.push([DETAILS[index]![0], column!.subarray(0, this.#length)]));
      this.#view = Object.fromEntries(named) as unknown as PacketColumns;
    }
    return this.#view;
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
    const bytes = data instanceof Uint8Array ? data : foreignBytes(data);
    if (bytes === undefined) throw new TypeError('data must be a Uint8Array or an ArrayBuffer');
    const pairs = bounds === undefined ? Uint32Array.of(0, bytes.length) : bounds;
    checkBounds(pairs, bytes.length);
    const first = this.#length;
    checkDetails(details, 'details', pairs.length / 2);
    const { links } = details;
    this.#reserve(first + pairs.length / 2);
    for (let at = 0; at < pairs.length;) at = this.#chunk(bytes, pairs, at, links);
    DETAILS.forEach(([, key, Column], index) => {
      if (details[key]) (this.#details[index] ??= new Column(this.#columns[0]!.length)).set(details[key] as never, first);
    });
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
    if (typeof index !== 'number') throw new TypeError('index must be a number');
    if (!Number.isInteger(index) || index < 0 || index >= this.#length) {
      throw new RangeError(`index must be an integer from 0 to ${this.#length - 1}, not ${index}`);
    }
    if (!this.#retain) throw new Error('this table was made with retain: false, so it does not keep the packets themselves');
    const { frameOffset, frameLength } = this.columns;
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
    const capacity = this.#columns[0]!.length;
    if (length <= capacity) return;
    const larger = Math.max(length, capacity * 2);
    this.#columns = this.#columns.map((old, index) => {
      const grown = column(COLUMNS[index]![1], larger);
      grown.set(old.subarray(0, this.#length));
      return grown;
    });
    this.#details.forEach((old, index) => {
      const grown = new DETAILS[index]![2](larger);
      grown.set(old!.subarray(0, this.#length) as never);
      this.#details[index] = grown;
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
    this.#columns.forEach((to, index) => {
      const width = COLUMNS[index]![1];
      const from = new (arrayOf(width))(buffer, pointer, count);
      pointer += Size.TableRows * width;
      to.set(from, this.#length);
      // The module writes what a packet has into rows of zeros.
      from.fill(0);
    });
    if (end - base > Size.InputLength) this.#lengthen(end - base - Size.InputLength);
    this.#length += count;
    return next;
  }

  /** Adds packets of a link type that is not read: all of them is payload. */
  #unread(pairs: Uint32Array, at: number, next: number): number {
    const [offset, length, payload] = (['frameOffset', 'frameLength', 'payloadLength'] as const).map((name) => this.#columns[indexOf(name)]!);
    for (; at < next; at += 2, this.#length++) {
      offset![this.#length] = pairs[at]!;
      length![this.#length] = payload![this.#length] = pairs[at + 1]!;
    }
    return next;
  }

  /** What the module did not see of one huge frame belongs to its payload, if that goes on to the end. */
  #lengthen(unseen: number): void {
    const offset = this.#columns[indexOf('payloadOffset')]!;
    const length = this.#columns[indexOf('payloadLength')]!;
    const row = this.#length;
    if (offset[row]! + length[row]! === Size.InputLength) length[row]! += unseen;
  }
}

function column(width: number, length: number): Column {
  return new (arrayOf(width))(length);
}

/** The arrays whose elements have so many bytes. */
function arrayOf(width: number): Uint8ArrayConstructor | Uint16ArrayConstructor | Uint32ArrayConstructor {
  return width === 1 ? Uint8Array : width === 2 ? Uint16Array : Uint32Array;
}

function indexOf(name: ColumnName): number {
  return COLUMNS.findIndex(([column]) => column === name);
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
  if (Object.prototype.toString.call(bounds) !== '[object Uint32Array]') throw new TypeError('bounds must be a Uint32Array');
  if (bounds.length % 2 !== 0) throw new RangeError('bounds must have an even number of entries: offset, length, …');
  for (let at = 0; at < bounds.length; at += 2) {
    if (bounds[at]! + bounds[at + 1]! > length) {
      throw new RangeError(`bounds[${at}] and bounds[${at + 1}] must be within the ${length} bytes of data`);
    }
  }
}
