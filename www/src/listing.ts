/** The packets of a text as a list. */
import { useMemo } from 'preact/hooks';
import { filterOf, isFilterFault } from './model/filter';
import { rowAmong } from './model/listing';
import type { LinkChoice } from './model/place';
import { momentText, rowOf, type Row } from './model/rows';
import type { TextRead } from './model/state';
import type { Listing } from './view/packets';

export function useTextListing(read: TextRead | null, link: LinkChoice, filter: string): Listing {
  const rows = useMemo(() => new Map<number, Row>(), [read, link]);
  return useMemo(() => {
    const packets = read?.packets ?? [];
    const linkOf = (index: number) => (link === 'auto' ? packets[index]!.link : link);
    const made = filterOf(filter);
    const fault = made !== null && isFilterFault(made) ? made : null;
    const kept = made === null || isFilterFault(made)
      ? null
      : packets.flatMap(({ data }, index) => (made.matches(data, linkOf(index)) ? [index] : []));
    return {
      all: packets.length, count: kept?.length ?? packets.length, fault,
      timed: packets.some(({ timestamp }) => timestamp !== undefined),
      packetAt: (row) => kept?.[row] ?? row,
      rowOf: (packet) => (kept === null ? packet : rowAmong(kept, packet)),
      look: (index) => {
        const packet = packets[index];
        if (packet === undefined) return null;
        const known = rows.get(index) ?? rowOf(packet.data, linkOf(index), momentText(packet.timestamp));
        rows.set(index, known);
        return known;
      },
      want: () => {},
    };
  }, [read, link, filter]);
}
