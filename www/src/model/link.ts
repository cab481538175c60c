/** Link types as captures number them, and whether they can be read. */
import { dissect, type Dissection, type Link } from 'drywire';

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

/** Dissects; by its own marks where the link type is one that is not read. */
export const dissectAs = (data: Uint8Array, link: Link): Dissection => dissect(data, { link: linkName(link) ?? 'auto' });
