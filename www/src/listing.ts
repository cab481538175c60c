/** The packets of a text as a list. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { rowAmong } from './model/listing';
import type { LinkChoice } from './model/place';
import { momentText, rowOf, type Row } from './model/rows';
import type { TextRead } from './model/state';
import type { Listing } from './view/packets';

export function useTextListing(read: TextRead | null, link: LinkChoice, filter: string): Listing {
  const rows = useMemo(() => new Map<number, Row>(), [read, link]);
  const wanted = read !== null && filter.trim() !== '';
  const filters = useFilters(wanted);
  return useMemo(() => {
    const packets = read?.packets ?? [];
    const linkOf = (index: number) => (link === 'auto' ? packets[index]!.link : link);
    const made = !wanted || filters === null ? null : filters === 'missing' ? MISSING : filters.filterOf(filter);
    const fault = made !== null && 'message' in made ? made : null;
    const kept = made === null || 'message' in made
      ? null
      : packets.flatMap(({ data }, index) => (made.matches(data, linkOf(index)) ? [index] : []));
    return {
      all: packets.length, count: kept?.length ?? packets.length, fault, pending: wanted && filters === null,
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
  }, [read, link, filter, filters]);
}

type Filters = typeof import('./model/filter');

const MISSING = { message: 'what reads filters could not be loaded: load the page again', offset: 0 };

/** What reads filters: it would make the page half as large again, so it is loaded once it is wanted. Nothing until then. */
function useFilters(wanted: boolean): Filters | 'missing' | null {
  const [filters, setFilters] = useState<Filters | 'missing' | null>(null);
  useEffect(() => {
    if (wanted && filters === null) import('./model/filter').then(setFilters, () => setFilters('missing'));
  }, [wanted]);
  return filters;
}
