/**
 * Where things stand on the ladder. Time runs down, but not evenly: each departure has room for its words, each arrival room
 * for its arrow, and a long time in which nothing happens is drawn short, with its length written there.
 */
import type { RunPacket } from 'drywire/sim';

/** Room of a departure, of an arrival, and above the first. In pixels. */
const DEPARTURE = 17;
const ARRIVAL = 6;
const TOP = 14;

/** From this time on that nothing happens, its length is written there. In milliseconds. */
const PAUSE = 90;
const PAUSE_ROOM = 64;

export interface Axis {
  readonly height: number;
  /** Where each packet is sent. */
  readonly starts: Float64Array;
  /** Where each packet arrives or is lost. */
  readonly ends: Float64Array;
  /** The lowest end of a packet and of all before it: what is in view is found by it. */
  readonly reach: Float64Array;
  /** Moments in order, and where each is: of those of one time the last. */
  readonly times: Float64Array;
  readonly places: Float64Array;
  readonly pauses: readonly { readonly y: number; readonly length: number }[];
}

export function axisOf(packets: readonly RunPacket[]): Axis {
  const happenings = happeningsOf(packets);
  const [starts, ends] = [new Float64Array(packets.length), new Float64Array(packets.length).fill(-1)];
  const times: number[] = [];
  const places: number[] = [];
  const pauses: { y: number; length: number }[] = [];
  let [y, last] = [TOP, 0];
  for (const { at, packet, arrives } of happenings) {
    const passed = at - last;
    if (passed >= PAUSE) pauses.push({ y: y + PAUSE_ROOM / 2, length: passed });
    y += (arrives ? ARRIVAL : DEPARTURE) + (passed >= PAUSE ? PAUSE_ROOM : 12 * Math.log2(1 + passed));
    (arrives ? ends : starts)[packet] = y;
    if (times.at(-1) === at) places.pop();
    else times.push(at);
    places.push(y);
    last = at;
  }
  const reach = new Float64Array(packets.length);
  for (let packet = 0, lowest = 0; packet < packets.length; packet++) {
    const start = starts[packet]!;
    ends[packet] = Math.max(ends[packet]!, start + (packets[packet]!.arrivedAt === null ? DEPARTURE : ARRIVAL));
    lowest = Math.max(lowest, ends[packet]!);
    reach[packet] = lowest;
  }
  return { height: y + 40, starts, ends, reach, times: Float64Array.from(times), places: Float64Array.from(places), pauses };
}

/** Where a moment is. */
export function placeOf({ times, places }: Axis, at: number): number {
  const index = lastAtMost(times, at);
  if (index < 0) return TOP;
  const [time, y] = [times[index]!, places[index]!];
  const [nextTime, nextY] = [times[index + 1], places[index + 1]];
  if (nextTime === undefined || nextY === undefined) return y + (at > time ? 12 : 0);
  return y + (nextY - y) * ((at - time) / (nextTime - time));
}

/** The packets that can be seen between two heights. */
export function packetsWithin({ starts, ends, reach }: Axis, top: number, bottom: number): number[] {
  const from = lastAtMost(reach, top) + 1;
  const to = lastAtMost(starts, bottom);
  const seen: number[] = [];
  for (let packet = from; packet <= to; packet++) if (ends[packet]! >= top) seen.push(packet);
  return seen;
}

/** The index of the last of ascending values that is not above a bound; -1 where all are. */
export function lastAtMost(values: ArrayLike<number>, bound: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= bound) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

interface Happening {
  readonly at: number;
  readonly packet: number;
  readonly arrives: boolean;
}

/** Departures and arrivals in order: what comes in at a moment is above what goes out because of it. */
function happeningsOf(packets: readonly RunPacket[]): Happening[] {
  const happenings: Happening[] = [];
  packets.forEach(({ sentAt, arrivedAt }, packet) => {
    happenings.push({ at: sentAt, packet, arrives: false });
    if (arrivedAt !== null) happenings.push({ at: arrivedAt, packet, arrives: true });
  });
  return happenings.sort((a, b) => a.at - b.at || Number(b.arrives) - Number(a.arrives) || a.packet - b.packet);
}
