// Two connections and what lies between them, in virtual time: packets are lost, delayed, repeated and spoilt by a seed.
import { TcpConnection } from 'drywire';

export const LOCAL = '10.0.0.1:49152';
export const REMOTE = '10.0.0.2:80';

/** A connection that opens, and one that waits for it. */
export function pair(settings = {}, now = 0) {
  const client = TcpConnection.connect({ local: LOCAL, remote: REMOTE, seed: 1, ...settings }, now);
  const server = TcpConnection.listen({ local: REMOTE, seed: 2, ...settings });
  return { client, server };
}

/** Carries packets both ways, at once and without loss, until there are none; those that were carried, in order. */
export function carry(one, other, now) {
  const carried = [];
  for (let before = -1; before < carried.length;) {
    before = carried.length;
    for (const [from, to] of [[one, other], [other, one]]) {
      for (const packet of from.transmitAll(now)) {
        carried.push(packet);
        to.receive(packet, now);
      }
    }
  }
  return carried;
}

/** Two connections that have shaken hands, their events told. */
export function established(settings = {}, now = 0) {
  const { client, server } = pair(settings, now);
  carry(client, server, now);
  client.events();
  server.events();
  return { client, server };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that a seed stands for. */
export function bytes(length, seed) {
  const next = random(seed);
  return Uint8Array.from({ length }, () => next() * 256);
}

/**
 * A wire in virtual time between two connections. It loses, repeats and spoils packets with the probabilities given, and
 * delays each by `delay` ms and up to `jitter` more, so that they overtake each other.
 */
export class Wire {
  #random;
  #faults;
  #sides;
  #underWay = [];
  now = 0;
  packets = 0;

  constructor(one, other, seed, faults) {
    this.#random = random(seed);
    this.#faults = { loss: 0, repeat: 0, spoil: 0, delay: 10, jitter: 0, ...faults };
    this.#sides = [one, other];
  }

  /** Goes on to the next moment at which something happens. False when nothing ever will. */
  step() {
    for (const side of [0, 1]) this.#send(side);
    const timers = this.#sides.map((side) => side.timeout() ?? Infinity);
    const next = Math.min(...timers, ...this.#underWay.map(({ at }) => at));
    if (next === Infinity) return false;
    this.now = Math.max(this.now, next);
    const due = this.#underWay.filter(({ at }) => at <= this.now).sort((a, b) => a.at - b.at);
    this.#underWay = this.#underWay.filter(({ at }) => at > this.now);
    for (const { to, packet } of due) this.#sides[to].receive(packet, this.now);
    for (const side of [0, 1]) this.#send(side);
    for (const side of this.#sides) side.advance(this.now);
    return true;
  }

  #send(side) {
    const { loss, repeat } = this.#faults;
    for (const packet of this.#sides[side].transmitAll(this.now)) {
      this.packets++;
      for (let again = true; again; again = this.#random() < repeat) {
        if (this.#random() >= loss) this.#put(1 - side, packet);
      }
    }
  }

  #put(to, packet) {
    const { spoil, delay, jitter } = this.#faults;
    const at = this.now + delay + this.#random() * jitter;
    if (this.#random() < spoil) {
      packet = packet.slice();
      packet[Math.floor(this.#random() * packet.length)] ^= 1 << (this.#random() * 8);
    }
    this.#underWay.push({ at, to, packet });
  }
}
