import {
  flowAppend, flowClose, flowConversations, flowCount, flowFollow, flowForgotten, flowKnows, flowOpen, flowWatched,
} from '#wasm/flow';
import { checkDetails, checkOptions, flagOption, foreignBytes, linkNumber, unknownLink } from './arguments.js';
import { CONVERSATION, ROWS, WINDOW, put, rows } from './engines/flow.js';
import { FINDINGS, readConversation, readStream } from './flow-read.js';
import { writeSettings } from './flow-settings.js';
import type { Conversation, FlowColumns, FlowPacket, FlowPacketInfo, FlowTableOptions, FollowedStream } from './types.js';

const NONE = 0xffffffff;

/** Columns: their names here, the module's, and what they are made of. */
const COLUMNS = [
  ['conversation', 'links', Uint32Array],
  ['from', 'from', Uint8Array],
  ['findings', 'findings', Uint16Array],
  ['duplicateOf', 'duplicatesOf', Uint32Array],
  ['duplicateCount', 'duplicateCounts', Uint32Array],
  ['acknowledges', 'acknowledged', Uint32Array],
  ['rtt', 'rtts', Float64Array],
  ['bytesInFlight', 'lengths', Uint32Array],
] as const;

/** Tables that nobody released and nobody has any more. */
const forgotten = /* @__PURE__ */ new FinalizationRegistry<number>((handle) => flowClose(handle));

/**
 * Conversations in a capture. It takes one packet after the other and says what each TCP segment is beside those before it (as
 * Wireshark's `tcp.analysis` does), keeps a row for each conversation, and puts both sides' streams together. Fragments of
 * IP packets are put together first. Checksums are not looked at: packets captured where they are sent may have none yet.
 *
 * A table has memory in the WebAssembly module until it is released, by `release()` or at the end of a block with `using`; one
 * that is forgotten is released when it is collected. Every part of it has a limit: see the options.
 *
 * @example
 * ```js
 * import { FlowTable, encode } from 'drywire';
 *
 * const segment = (fromClient, tcp, payload) => encode({
 *   ipv4: fromClient ? { source: '10.0.0.1', destination: '10.0.0.2' } : { source: '10.0.0.2', destination: '10.0.0.1' },
 *   tcp: { sourcePort: fromClient ? 40000 : 80, destinationPort: fromClient ? 80 : 40000, window: 1000, ...tcp },
 *   payload,
 * });
 * const table = new FlowTable({ link: 'raw' });
 * table.append(segment(true, { sequenceNumber: 0, flags: { syn: true } }));
 * table.append(segment(false, { sequenceNumber: 9, acknowledgmentNumber: 1, flags: { syn: true, ack: true } }));
 * const hello = segment(true, { sequenceNumber: 1, acknowledgmentNumber: 10, flags: { ack: true } }, new TextEncoder().encode('hello'));
 * table.append(hello);
 * table.append(hello);
 *
 * console.log(table.packet(3).findings); // [ 'retransmission' ]
 * const { a, state } = table.conversation(0);
 * console.log(a.address, a.port, a.retransmissions, state); // 10.0.0.1 40000 1 established
 * console.log(new TextDecoder().decode(table.followStream(0).chunks[0].data)); // hello
 * table.release();
 * ```
 */
export class FlowTable {
  /** The table's number in the module; negative when it has been released. */
  #handle: number;
  readonly #link: number;
  readonly #verdicts: boolean;
  #columns: Record<string, Float64Array | Uint32Array | Uint16Array | Uint8Array> | undefined;
  #capacity = 0;
  #length = 0;

  /**
   * Makes an empty table.
   *
   * @throws `TypeError` or `RangeError` for a wrong option, naming it.
   */
  constructor(options: FlowTableOptions = {}) {
    checkOptions(options);
    this.#link = linkNumber(options.link);
    this.#verdicts = flagOption(options.verdicts, 'verdicts', true);
    writeSettings(options);
    if (!flowKnows(this.#link)) throw unknownLink(this.#link);
    this.#handle = flowOpen();
    forgotten.register(this, this.#handle, this);
    makeDisposable();
  }

  /** How many packets were appended. */
  get length(): number {
    return this.#length;
  }

  /** How many conversations there were so far. */
  get conversationCount(): number {
    return flowCount(this.#alive());
  }

  /** How many of the first conversations are forgotten because of `tableLimit`. */
  get forgottenCount(): number {
    return flowForgotten(this.#alive());
  }

  /** How many conversations are watched: those that are open, and those that ended a short while ago. */
  get openCount(): number {
    return flowWatched(this.#alive());
  }

  /**
   * Takes packets, in the order in which they were captured.
   *
   * @param data - The packets' bytes. They may be changed afterwards.
   * @param bounds - Where the packets are in `data`: offset, length, offset, length, … in bytes. Without it, `data` is one
   * packet.
   * @param info - What is known of each: when it was captured, how long it was, its link type.
   * @throws `RangeError` for bounds that are not within `data`, `TypeError` for arguments of the wrong kind. Then nothing is taken.
   */
  append(data: Uint8Array | ArrayBuffer, bounds?: Uint32Array, info: FlowPacketInfo = {}): void {
    this.#alive();
    const bytes = data instanceof Uint8Array ? data : foreignBytes(data);
    if (bytes === undefined) throw new TypeError('data must be a Uint8Array or an ArrayBuffer');
    const pairs = bounds === undefined ? Uint32Array.of(0, bytes.length) : bounds;
    check(pairs, bytes.length, info);
    if (this.#verdicts) this.#reserve(this.#length + pairs.length / 2);
    for (let at = 0; at < pairs.length;) at = this.#chunk(bytes, pairs, at, info);
  }

  /**
   * What there is to say of packet `index`, counted from 0 as in a `PacketTable`.
   *
   * @throws `RangeError` when there is no such packet, `Error` when the table was made with `verdicts: false`.
   */
  packet(index: number): FlowPacket {
    checkIndex(index, 'index', this.#length);
    const columns = this.columns;
    const conversation = columns.conversation[index]!;
    const bits = columns.findings[index]!;
    const count = columns.duplicateCount[index]!;
    const number = columns.acknowledges[index]!;
    return {
      number: index + 1,
      conversation: conversation === NONE ? null : conversation,
      from: conversation === NONE ? null : columns.from[index] === 0 ? 'a' : 'b',
      findings: bits === 0 ? [] : FINDINGS.filter((_, bit) => (bits >> bit & 1) === 1),
      duplicate: count === 0 ? null : { of: columns.duplicateOf[index]!, count },
      acknowledges: number === 0 ? null : { number, rtt: columns.rtt[index]! },
      bytesInFlight: columns.bytesInFlight[index]! || null,
    };
  }

  /**
   * The verdicts as typed arrays. Taken anew after `append` they are longer; those taken before stay.
   *
   * @throws `Error` when the table was made with `verdicts: false`.
   */
  get columns(): FlowColumns {
    if (!this.#verdicts) throw new Error('this table was made with verdicts: false, so it does not keep what it said of packets');
    this.#reserve(0);
    return Object.fromEntries(
      COLUMNS.map(([name]) => [name, this.#columns![name]!.subarray(0, this.#length)]),
    ) as unknown as FlowColumns;
  }

  /**
   * A conversation by its number, as it stands now.
   *
   * @throws `RangeError` when there is none with this number, not yet or no longer.
   */
  conversation(number: number): Conversation {
    const handle = this.#alive();
    checkIndex(number, 'number', flowCount(handle));
    if (flowConversations(handle, number) === 0) throw new RangeError(`conversation ${number} is forgotten: options.tableLimit is lower`);
    return readConversation(number, rows().numbers.subarray(0, CONVERSATION));
  }

  /** The conversations, as they stand now: all that are not forgotten, in the order of their numbers. */
  *conversations(): Generator<Conversation, void, undefined> {
    for (let number = this.forgottenCount; number < this.conversationCount;) {
      const count = flowConversations(this.#alive(), number);
      if (count === 0) return;
      const values = rows().numbers.slice(0, count * CONVERSATION);
      for (let at = 0; at < values.length; at += CONVERSATION) yield readConversation(number++, values.subarray(at));
    }
  }

  /**
   * What was said in a conversation: of TCP, each side's stream in order, with its gaps; else what each packet carried. Where
   * segments overlap, what came first counts.
   *
   * @returns Copies of the bytes.
   * @throws `RangeError` when there is no conversation with this number, `Error` when its content is not kept.
   */
  followStream(number: number): FollowedStream {
    const handle = this.#alive();
    checkIndex(number, 'number', flowCount(handle));
    const at = flowFollow(handle, number) >>> 0;
    if (at === 0) throw new Error(`what was said in conversation ${number} is not kept: see options.streams`);
    return readStream(at);
  }

  /** Gives the table's memory back. It is of no use after that. */
  release(): void {
    if (this.#handle < 0) return;
    flowClose(this.#handle);
    forgotten.unregister(this);
    this.#handle = -1;
    this.#columns = undefined;
  }

  /** Takes as many packets from bound `at` on as fit into the module's memory at once; gives the bound after them. */
  #chunk(data: Uint8Array, pairs: Uint32Array, at: number, { timestamps, originalLengths, links }: FlowPacketInfo): number {
    const base = pairs[at]!;
    const { next, end } = chunkEnd(pairs, at, base);
    put(data.subarray(base, end));
    const to = rows();
    const [first, count] = [at / 2, (next - at) / 2];
    to.bounds.set(pairs.subarray(at, next));
    if (timestamps) to.times.set(timestamps.subarray(first, first + count));
    else to.times.fill(0n, 0, count);
    if (originalLengths) to.lengths.set(originalLengths.subarray(first, first + count));
    else for (let row = 0; row < count; row++) to.lengths[row] = pairs[at + row * 2 + 1]!;
    // With a link type for each packet, those that are not read are no mistake of the caller's.
    if (links) to.links.set(links.subarray(first, first + count));
    else to.links.fill(this.#link, 0, count);
    flowAppend(this.#handle, count, base);
    if (this.#verdicts) {
      const from = rows();
      for (const [name, key] of COLUMNS) this.#columns![name]!.set(from[key].subarray(0, count), this.#length);
    }
    this.#length += count;
    return next;
  }

  /** Makes room for verdicts on `length` packets in all. */
  #reserve(length: number): void {
    if (this.#columns && length <= this.#capacity) return;
    this.#capacity = Math.max(length, this.#capacity * 2, 64);
    const old = this.#columns;
    this.#columns = Object.fromEntries(COLUMNS.map(([name, , Column]) => {
      const grown = new Column(this.#capacity);
      if (old) grown.set(old[name]!.subarray(0, this.#length));
      return [name, grown];
    }));
  }

  #alive(): number {
    if (this.#handle < 0) throw new Error('this table has been released');
    return this.#handle;
  }
}

// The class itself has it only where the platform does, which nothing at the top level of a module may ask: a bundler could
// then not leave the class out.
export interface FlowTable {
  /** What `using` calls: `release()`. */
  [Symbol.dispose](): void;
}

function makeDisposable(): void {
  if (typeof Symbol.dispose !== 'symbol' || Object.hasOwn(FlowTable.prototype, Symbol.dispose)) return;
  const value = FlowTable.prototype.release;
  Object.defineProperty(FlowTable.prototype, Symbol.dispose, { value, writable: true, configurable: true });
}

/** The packets that go with the one at `at`: those after it in the same window of bytes. A larger one goes alone. */
function chunkEnd(pairs: Uint32Array, at: number, base: number): { next: number; end: number } {
  const most = Math.min(pairs.length, at + ROWS * 2);
  let end = base + pairs[at + 1]!;
  let next = at + 2;
  while (next < most) {
    const offset = pairs[next]!;
    const packetEnd = offset + pairs[next + 1]!;
    if (offset < base || packetEnd - base > WINDOW) break;
    if (packetEnd > end) end = packetEnd;
    next += 2;
  }
  return { next, end };
}

function check(bounds: Uint32Array, length: number, info: FlowPacketInfo): void {
  if (Object.prototype.toString.call(bounds) !== '[object Uint32Array]') throw new TypeError('bounds must be a Uint32Array');
  if (bounds.length % 2 !== 0) throw new RangeError('bounds must have an even number of entries: offset, length, …');
  checkDetails(info, 'info', bounds.length / 2);
  for (let at = 0; at < bounds.length; at += 2) {
    if (bounds[at]! + bounds[at + 1]! > length) {
      throw new RangeError(`bounds[${at}] and bounds[${at + 1}] must be within the ${length} bytes of data`);
    }
  }
}

function checkIndex(index: number, name: string, count: number): void {
  if (typeof index !== 'number') throw new TypeError(`${name} must be a number`);
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(`${name} must be an integer from 0 to ${count - 1}, not ${index}`);
}
