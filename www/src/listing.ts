/** The packets of a text as a list. */
import { useMemo } from 'preact/hooks';
import { momentText, rowOf, type Row } from './model/rows';
import type { LinkChoice } from './model/place';
import type { TextRead } from './model/state';
import type { Listing } from './view/packets';

export function useTextListing(read: TextRead | null, link: LinkChoice): Listing {
  return useMemo(() => {
    const packets = read?.packets ?? [];
    const rows = new Map<number, Row>();
    return {
      count: packets.length,
      timed: packets.some(({ timestamp }) => timestamp !== undefined),
      packetAt: (row) => row,
      rowOf: (packet) => packet,
      look: (index) => {
        const packet = packets[index];
        if (packet === undefined) return null;
        const known = rows.get(index) ?? rowOf(packet.data, link === 'auto' ? packet.link : link, momentText(packet.timestamp));
        rows.set(index, known);
        return known;
      },
      want: () => {},
    };
  }, [read, link]);
}
