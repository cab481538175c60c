/** Which packets are wanted, as Wireshark's display filters say it. The page loads this once somebody filters. */
import { FilterError, compileFilter, type Link } from 'drywire';
import { linkName } from './link';

/** Why a filter cannot be read. */
export interface FilterFault {
  readonly message: string;
  /** Where in its text, from 0. */
  readonly offset: number;
}

/** A filter that can be read. */
export interface Passing {
  matches(data: Uint8Array, link: Link): boolean;
}

/** Compiles a filter; nothing for an empty one. */
export function filterOf(text: string): Passing | FilterFault | null {
  if (text.trim() === '') return null;
  try {
    const filter = compileFilter(text);
    return { matches: (data, link) => filter.matches(data, { link: linkName(link) ?? 'auto' }) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { message: error.message, offset: error.offset };
  }
}

export const isFilterFault = (filter: Passing | FilterFault): filter is FilterFault => 'message' in filter;
