/** The address's hash: `#hex=4500…&link=raw&at=ip.ttl`; with several packets, `hex` stands there once for each. */

/** How the first byte is to be read: by its own marks, or as one link type. */
export type LinkChoice = 'auto' | 'ethernet' | 'raw' | 'null' | 'loop' | 'sll' | 'sll2';

export const LINKS: readonly (readonly [LinkChoice, string])[] = [
  ['auto', 'Automatic'],
  ['ethernet', 'Ethernet'],
  ['raw', 'Raw IP'],
  ['null', 'BSD loopback'],
  ['loop', 'OpenBSD loopback'],
  ['sll', 'Linux cooked v1'],
  ['sll2', 'Linux cooked v2'],
];

/** A link type's name for people; a number is LINKTYPE's. */
export const linkLabel = (link: string | number): string => LINKS.find(([name]) => name === link)?.[1] ?? `LINKTYPE ${link}`;

export interface Place {
  /** The packets, as hex text; at least one. */
  readonly hexes: readonly string[];
  /** Which of them is shown, from 0. */
  readonly packet: number;
  readonly link: LinkChoice;
  /** What is selected: a byte's offset or a field's name. */
  readonly at: string | null;
}

/** More packets than this are in no address. */
const PACKETS_AT_MOST = 100;

/** What a hash says; nothing where it does not speak of packets. */
export function readPlace(hash: string): Place | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const hexes = parameters.getAll('hex').slice(0, PACKETS_AT_MOST);
  if (hexes.length === 0) return null;
  const link = LINKS.find(([name]) => name === parameters.get('link'))?.[0] ?? 'auto';
  const packet = Number(/^\d{1,3}$/.exec(parameters.get('packet') ?? '')?.[0] ?? 1) - 1;
  return { hexes, packet: Math.max(0, Math.min(packet, hexes.length - 1)), link, at: parameters.get('at') };
}

/** The hash of a place. Made of characters that stand for themselves in an address, so that it can be read and edited. */
export function placeHash({ hexes, packet, link, at }: Place): string {
  const parts = hexes.map((hex) => `hex=${hex}`);
  if (packet > 0) parts.push(`packet=${packet + 1}`);
  if (link !== 'auto') parts.push(`link=${link}`);
  if (at !== null) parts.push(`at=${at}`);
  return `#${parts.join('&')}`;
}

/** Digits that an address has room for; where several packets have more, it names the one that is shown. */
const DIGITS_AT_MOST = 6000;

/** Whether packets of so many bytes each all go into an address. */
export const fitsAddress = (lengths: readonly number[]): boolean =>
  lengths.length <= PACKETS_AT_MOST && lengths.reduce((sum, length) => sum + length * 2, 0) <= DIGITS_AT_MOST;
