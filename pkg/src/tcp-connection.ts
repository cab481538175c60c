import {
  tcpAdvance, tcpChange, tcpClose, tcpDecision, tcpEvent, tcpInfo, tcpOpen, tcpReceive, tcpReceiveAll, tcpRelease, tcpRemote, tcpResetFor, tcpRead,
  tcpState, tcpTimeout, tcpTransmit, tcpTransmitAll, tcpWrite,
} from '#wasm/tcp';
import { ipv4Text } from './address.js';
import { foreignBytes } from './arguments.js';
import { wrongKind, wrongValue } from './check.js';
import { input, lengths, numbers, output, refresh } from './engines/tcp.js';
import { tcpError } from './tcp-error.js';
import { Fault, Setting, Size } from './tcp-layout.js';
import { RECEIVED, STATES, readDecision, readEvent, readInfo } from './tcp-report.js';
import { count, duration, flag, writeSettings } from './tcp-settings.js';
import type {
  OwnBytes, TcpAddress, TcpConnectOptions, TcpDecision, TcpEvent, TcpInfo, TcpListenOptions, TcpReceived, TcpState,
} from './types.js';

declare global {
  // As TypeScript's own library `esnext.disposable` has it, for those who don't ask for that.
  interface SymbolConstructor {
    /** The method that `using` calls at the end of its block. */
    readonly dispose: unique symbol;
  }
}

/** What a connection is made with from within: JavaScript has no private constructors. */
const FROM_WITHIN = /* @__PURE__ */ Symbol('TcpConnection');

/** The latest moment in milliseconds: up to it, microseconds survive as fractions. It is in the year 2109 of Unix time. */
const LATEST = 2 ** 42;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** Connections that nobody released and nobody has any more. */
const forgotten = /* @__PURE__ */ new FinalizationRegistry<number>((handle) => tcpRelease(handle));

/**
 * One end of a TCP connection (RFC 9293), without input or output of its own: IPv4 packets go in and out as bytes, time comes in
 * as an argument, and randomness is a secret or a seed. The same calls give the same packets, to the byte.
 *
 * `now` is always a moment in milliseconds, fractions allowed, counted from where the caller likes: `performance.now()`, or
 * a number of a test's own. A moment before one given earlier to the same connection counts as that one.
 *
 * Drive it so: after each call that changes something, send what `transmit` gives until it gives `null`; then ask `timeout`, and
 * call `advance` when that moment has come.
 *
 * A connection has memory in the WebAssembly module until it is released, by `release()` or at the end of a block with `using`;
 * one that is forgotten is released when it is collected. Releasing tells the peer nothing: `abort()` and `transmit` do.
 *
 * @example
 * ```js
 * import { TcpConnection } from 'drywire';
 *
 * const client = TcpConnection.connect({ local: '10.0.0.1:49152', remote: '10.0.0.2:80', seed: 1 }, 0);
 * const server = TcpConnection.listen({ local: '10.0.0.2:80', seed: 2 });
 *
 * server.receive(client.transmit(0), 10); // SYN
 * client.receive(server.transmit(10), 20); // SYN, ACK
 * client.write(new TextEncoder().encode('hello'));
 * server.receiveAll(client.transmitAll(20), 30); // ACK, data
 *
 * console.log(client.state, server.state); // ESTABLISHED ESTABLISHED
 * console.log(server.events().map((event) => event.type)); // [ 'connected', 'readable', 'writable' ]
 * console.log(new TextDecoder().decode(server.read())); // hello
 * ```
 */
export class TcpConnection {
  /** The connection's number in the module; negative when it has been released. */
  #handle: number;
  #now: number;
  readonly #mtu: number;
  readonly #local: TcpAddress;

  private constructor(key: symbol, passive: boolean, options: object, now: number) {
    if (key !== FROM_WITHIN) throw new TypeError('use TcpConnection.connect or TcpConnection.listen');
    if (numbers.length === 0) refresh();
    writeSettings(options, passive);
    this.#now = now;
    this.#mtu = numbers[Setting.Mtu]!;
    this.#local = { address: ipv4Text(numbers[Setting.LocalAddress]!), port: numbers[Setting.LocalPort]! };
    this.#handle = tcpOpen(passive, now);
    if (this.#handle < 0) {
      throw new RangeError('options.local and options.remote must have addresses of one host: not 0.0.0.0, broadcast or multicast');
    }
    forgotten.register(this, this.#handle, this);
    makeDisposable();
  }

  /**
   * Opens a connection actively (RFC 9293 3.10.1): a SYN is the next packet to transmit.
   *
   * @throws `TypeError` or `RangeError` for a wrong option, naming it.
   */
  static connect(options: TcpConnectOptions, now: number): TcpConnection {
    return new TcpConnection(FROM_WITHIN, false, options, moment(now));
  }

  /**
   * Opens a connection passively (RFC 9293 3.10.1): it waits for a SYN to its address and port, from anywhere. It takes one
   * peer; make another for the next.
   *
   * @throws `TypeError` or `RangeError` for a wrong option, naming it.
   */
  static listen(options: TcpListenOptions): TcpConnection {
    return new TcpConnection(FROM_WITHIN, true, options, 0);
  }

  /**
   * The reset that answers a packet which no connection takes (RFC 9293 3.10.7.1), or `null` where none does: for one that is
   * damaged, has no segment, or is a reset itself.
   */
  static resetFor(packet: Uint8Array | ArrayBuffer): OwnBytes | null {
    const length = tcpResetFor(put(packet));
    return length === 0 ? null : taken(length);
  }

  /** The state, by the RFC's name. */
  get state(): TcpState {
    return STATES[tcpState(this.#alive())]!;
  }

  /** Our own address and port. */
  get local(): TcpAddress {
    return { ...this.#local };
  }

  /** The peer's address and port; `null` while we wait for one. */
  get remote(): TcpAddress | null {
    const remote = tcpRemote(this.#alive());
    return remote < 0 ? null : { address: ipv4Text(Math.floor(remote / 65_536)), port: remote % 65_536 };
  }

  /** Takes an IPv4 packet: a segment for this connection, or an ICMP error about one of its own. It never throws for its bytes. */
  receive(packet: Uint8Array | ArrayBuffer, now: number): TcpReceived {
    const handle = this.#alive();
    const at = this.#at(now);
    return RECEIVED[tcpReceive(handle, put(packet), at)]!;
  }

  /** Takes many packets, in this order: as `receive` for each, with one crossing into WebAssembly for many of them. */
  receiveAll(packets: readonly (Uint8Array | ArrayBuffer)[], now: number): TcpReceived[] {
    const handle = this.#alive();
    const at = this.#at(now);
    if (!Array.isArray(packets)) throw wrongKind('packets', 'an array');
    const all = packets.map((packet, index) => cut(packet, `packets[${index}]`));
    const became: TcpReceived[] = [];
    while (became.length < all.length) receiveSome(handle, all, at, became);
    return became;
  }

  /**
   * The next packet to send, or `null` where there is none for now. The answer may change with every other call, and with
   * a controller that paces when the moment of `timeout` has come. Call it until it gives `null`: only then `timeout` is right.
   */
  transmit(now: number): OwnBytes | null {
    const length = tcpTransmit(this.#alive(), this.#at(now));
    return length === 0 ? null : taken(length);
  }

  /** All packets to send for now: as `transmit` until it gives `null`, with one crossing into WebAssembly for many of them. */
  transmitAll(now: number): OwnBytes[] {
    const handle = this.#alive();
    const at = this.#at(now);
    const packets: OwnBytes[] = [];
    for (let count; (count = tcpTransmitAll(handle, this.#mtu, at)) > 0;) takeSome(count, packets);
    return packets;
  }

  /**
   * When to call `advance` next, a moment in ms; `null` while no timer runs. The answer may change with every other call, so ask
   * after `transmit` has given `null`.
   */
  timeout(): number | null {
    const moment = tcpTimeout(this.#alive());
    return Number.isNaN(moment) ? null : moment;
  }

  /** Lets time pass: acts on every timer that is due by `now`. Calling it too early does no harm. Then `transmit` again. */
  advance(now: number): void {
    tcpAdvance(this.#alive(), this.#at(now));
  }

  /**
   * Queues data to send; gives how many bytes there was room for, 0 where there is none until the event `'writable'`. What is
   * queued before the connection is established is sent then. The connection keeps a copy.
   *
   * @param options - `urgent: true` marks the end of the data as urgent (RFC 9293 3.8.5), which new applications should not do.
   * @throws `TcpError` when there is no peer yet, when this side has been closed, or when the connection has ended.
   */
  write(data: Uint8Array | ArrayBuffer, options?: { urgent?: boolean }): number {
    const handle = this.#alive();
    const bytes = data instanceof Uint8Array ? data : given(data, 'data');
    const urgent = options?.urgent === undefined ? false : flag(options.urgent, 'options.urgent') === 1;
    let written = 0;
    for (;;) {
      const part = bytes.length <= Size.Area ? bytes : bytes.subarray(written, written + Size.Area);
      if (input.length === 0) refresh();
      input.set(part);
      const count = tcpWrite(handle, part.length, urgent);
      if (count < 0) throw tcpError(count);
      written += count;
      if (written === bytes.length || count < part.length) return written;
    }
  }

  /**
   * Reads data: at most `limit` bytes, and never more than 131,072 at once. An empty array says that nothing has come yet,
   * `null` that the peer has closed its side and everything has been read.
   *
   * @throws `TcpError` when the connection has ended in another way.
   */
  read(limit: number = Size.Area): OwnBytes | null {
    const handle = this.#alive();
    const most = limit === Size.Area ? limit : count(limit, 'limit', 0, Number.MAX_SAFE_INTEGER);
    const length = tcpRead(handle, Math.min(most, Size.Area));
    if (length > 0) return taken(length);
    if (length === 0 || length === Fault.WouldBlock) return NOTHING;
    if (length === Fault.Finished) return null;
    throw tcpError(length);
  }

  /** Closes our side (RFC 9293 3.10.4): what is queued is sent, then a FIN. The peer may go on sending, and can still be read. */
  close(): void {
    tcpClose(this.#alive(), false);
  }

  /** Aborts the connection (RFC 9293 3.10.5): what is queued is dropped, and the next packet to transmit is a reset. */
  abort(): void {
    tcpClose(this.#alive(), true);
  }

  /**
   * What the user may want to act on next, or `null`. An event is told once. The answer may change with `receive`, `advance`
   * and `abort`, and `close` of a connection that has no peer.
   */
  pollEvent(): TcpEvent | null {
    const event = tcpEvent(this.#alive());
    if (numbers.length === 0) refresh();
    return readEvent(event);
  }

  /** All events that wait to be told: as `pollEvent` until it gives `null`. */
  events(): TcpEvent[] {
    const events: TcpEvent[] = [];
    for (let event; (event = this.pollEvent()) !== null;) events.push(event);
    return events;
  }

  /**
   * What the connection has done since the last call, and why: what was sent and because of what, what is held to be lost and by
   * which rule, each change of the congestion window and of the state, each with the section that has the rule. Empty unless the
   * connection was opened with `trace: true`. 16,384 decisions wait at most; then the oldest make room, which
   * `info().missedDecisions` counts.
   *
   * @example
   * ```js
   * import { TcpConnection } from 'drywire';
   *
   * const client = TcpConnection.connect({ local: '10.0.0.1:49152', remote: '10.0.0.2:80', seed: 1, trace: true }, 0);
   * client.transmit(0); // the SYN is lost
   * client.advance(client.timeout());
   * client.transmit(1000);
   *
   * const [opened, sent, lost, again] = client.trace();
   * console.log(opened.from, opened.to, opened.section); // CLOSED SYN-SENT RFC 9293 3.10.1
   * console.log(lost.reason, lost.section); // rto RFC 6298 5.4
   * console.log(again.type, again.text); // sent nothing was acknowledged for the whole retransmission timeout
   * ```
   */
  trace(): TcpDecision[] {
    const handle = this.#alive();
    const decisions: TcpDecision[] = [];
    for (let number; (number = tcpDecision(handle)) !== 0;) {
      if (numbers.length === 0) refresh();
      const decision = readDecision(number);
      if (decision !== null) decisions.push(decision);
    }
    return decisions;
  }

  /** The state and figures as they stand, as plain data. */
  info(): TcpInfo {
    tcpInfo(this.#alive());
    if (numbers.length === 0) refresh();
    return readInfo();
  }

  /** Turns Nagle's algorithm on or off (RFC 9293 3.7.4). */
  setNagle(on: boolean): void {
    tcpChange(this.#alive(), Setting.Nagle, flag(on, 'on'));
  }

  /** Changes the differentiated services code point of what is sent from now on, 0 to 63. */
  setDscp(dscp: number): void {
    tcpChange(this.#alive(), Setting.Dscp, count(dscp, 'dscp', 0, 63));
  }

  /** Changes R2, how long a segment is retransmitted before the connection is given up, in ms (RFC 9293 3.8.3). */
  setR2(r2: number): void {
    tcpChange(this.#alive(), Setting.R2, duration(r2, 'r2', 0, 2 ** 32));
  }

  /** Gives the connection's memory back, without a word to the peer. All other calls throw from now on. Once is enough. */
  release(): void {
    if (this.#handle < 0) return;
    forgotten.unregister(this);
    tcpRelease(this.#handle);
    this.#handle = -1;
  }

  #alive(): number {
    if (this.#handle < 0) throw new Error('this connection has been released');
    return this.#handle;
  }

  /** A moment that the caller gave, or the latest before, if that is later. */
  #at(now: number): number {
    if (moment(now) > this.#now) this.#now = now;
    return this.#now;
  }
}

// The class itself has it only where the platform does, which nothing at the top level of a module may ask: a bundler could
// then not leave the class out.
export interface TcpConnection {
  /** What `using` calls: `release()`. */
  [Symbol.dispose](): void;
}

function makeDisposable(): void {
  if (typeof Symbol.dispose !== 'symbol' || Object.hasOwn(TcpConnection.prototype, Symbol.dispose)) return;
  const value = TcpConnection.prototype.release;
  Object.defineProperty(TcpConnection.prototype, Symbol.dispose, { value, writable: true, configurable: true });
}

function moment(now: number): number {
  if (typeof now !== 'number') throw wrongKind('now', 'a number of milliseconds');
  if (now >= 0 && now <= LATEST) return now;
  throw wrongValue('now', `a number of milliseconds from 0 to ${LATEST}`, now);
}

/** Bytes that are not of this realm's Uint8Array. */
function given(value: unknown, name: string): Uint8Array {
  const bytes = foreignBytes(value);
  if (bytes === undefined) throw wrongKind(name, 'a Uint8Array or an ArrayBuffer');
  return bytes;
}

/** A packet's bytes. What is longer than any IPv4 packet has a trailer, which nobody reads. */
function cut(packet: Uint8Array | ArrayBuffer, name: string): Uint8Array {
  const bytes = packet instanceof Uint8Array ? packet : given(packet, name);
  return bytes.length <= 65_536 ? bytes : bytes.subarray(0, 65_536);
}

/** Puts a packet into the module's input; its length there. */
function put(packet: Uint8Array | ArrayBuffer): number {
  const bytes = cut(packet, 'packet');
  if (input.length === 0) refresh();
  input.set(bytes);
  return bytes.length;
}

/** A copy of what is in the module's output. */
function taken(length: number): OwnBytes {
  if (output.length === 0) refresh();
  return output.slice(0, length);
}

/** Hands over as many of the packets as fit, from that on whose fate is not known yet. */
function receiveSome(handle: number, packets: readonly Uint8Array[], now: number, became: TcpReceived[]): void {
  if (input.length === 0) refresh();
  let at = 0;
  let some = 0;
  for (const packet of packets.slice(became.length, became.length + Size.Batch)) {
    if (at + packet.length > Size.Area) break;
    input.set(packet, at);
    lengths[some++] = packet.length;
    at += packet.length;
  }
  tcpReceiveAll(handle, some, now);
  if (lengths.length === 0) refresh();
  for (let index = 0; index < some; index++) became.push(RECEIVED[lengths[index]!]!);
}

/** Takes so many packets out of the module's output: views of one copy of them all. */
function takeSome(count: number, packets: OwnBytes[]): void {
  if (output.length === 0) refresh();
  let end = 0;
  for (let index = 0; index < count; index++) end += lengths[index]!;
  const { buffer } = output.slice(0, end);
  let at = 0;
  for (let index = 0; index < count; index++) {
    packets.push(new Uint8Array(buffer, at, lengths[index]));
    at += lengths[index]!;
  }
}
