/** Moments in words. */

/** The time of day in UTC, to the microsecond, as tcpdump prints it. */
export function clockTime({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');
  const day = ((seconds % 86_400) + 86_400) % 86_400;
  const micros = String(Math.floor(nanoseconds / 1000)).padStart(6, '0');
  return `${two(day / 3600)}:${two((day / 60) % 60)}:${two(day % 60)}.${micros}`;
}
