/** Times in nanoseconds, for people. */

const SECOND = 1_000_000_000n;

/** A moment since 1970, in UTC; with as many digits as it needs, six at least. */
export function momentOf(nanoseconds: bigint): string {
  const [seconds, rest] = split(nanoseconds);
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds}.${rest} s`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${rest} UTC`;
}

/** How long after the first packet, in seconds. */
export function sinceText(nanoseconds: bigint): string {
  if (nanoseconds < 0n) return `−${sinceText(-nanoseconds)}`;
  const [seconds, rest] = split(nanoseconds);
  return `${seconds}.${rest}`;
}

function split(nanoseconds: bigint): [seconds: bigint, rest: string] {
  const within = ((nanoseconds % SECOND) + SECOND) % SECOND;
  return [(nanoseconds - within) / SECOND, String(within).padStart(9, '0').replace(/000$/, '')];
}
