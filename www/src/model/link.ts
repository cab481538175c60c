/** Link types as captures number them, and whether they can be read. */
import { dissect, type Dissection, type Link } from 'drywire/inspect';

const known = new Map<Link, Dissection['link'] | null>();

/** The link type by its name; nothing for one that is not read. */
export function linkName(link: Link): Dissection['link'] | null {
  if (link === 'auto') return null;
  const found = known.get(link);
  if (found !== undefined) return found;
  let name: Dissection['link'] | null = null;
  try {
    name = dissect(new Uint8Array(0), { link }).link;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  known.set(link, name);
  return name;
}

/** The numbers of the link types that texts name. */
const NUMBERS: Readonly<Record<string, number>> = { null: 0, ethernet: 1, raw: 101, ipv4: 101, ipv6: 101, loop: 108, sll: 113, sll2: 276 };

/** The link type by LINKTYPE's number. */
export const linkNumber = (link: Link): number => (typeof link === 'number' ? link : (NUMBERS[link] ?? 101));

/** Dissects; by its own marks where the link type is one that is not read. */
export const dissectAs = (data: Uint8Array, link: Link): Dissection => dissect(data, { link: linkName(link) ?? 'auto' });
