/** Rows of a list, all packets or those that a filter lets pass. */

/** The place of a packet among those that pass, or of the next one that does. */
export function rowAmong(packets: ArrayLike<number>, packet: number): number {
  let [low, high] = [0, packets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (packets[middle]! < packet) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, Math.max(0, packets.length - 1));
}
