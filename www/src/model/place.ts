/** The address's hash: `#hex=4500…&link=raw&at=ip.ttl`. */

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

export interface Place {
  /** The packet, as hex text. */
  readonly hex: string;
  readonly link: LinkChoice;
  /** What is selected: a byte's offset or a field's name. */
  readonly at: string | null;
}

/** What a hash says; nothing where it does not speak of a packet. */
export function readPlace(hash: string): Place | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const hex = parameters.get('hex');
  if (hex === null) return null;
  const link = LINKS.find(([name]) => name === parameters.get('link'))?.[0] ?? 'auto';
  return { hex, link, at: parameters.get('at') };
}

/** The hash of a place. Made of characters that stand for themselves in an address, so that it can be read and edited. */
export function placeHash({ hex, link, at }: Place): string {
  const parts = [`hex=${hex}`];
  if (link !== 'auto') parts.push(`link=${link}`);
  if (at !== null) parts.push(`at=${at}`);
  return `#${parts.join('&')}`;
}
