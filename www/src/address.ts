/** Keeps the address and the page in step: a new packet is a new entry in the history, a new selection is not. */
import { useLayoutEffect, useMemo, useState, type Dispatch } from 'preact/hooks';
import { digits } from './model/hex';
import { markText } from './model/mark';
import { linkName } from './model/link';
import { fitsAddress, placeHash, readPlace, type LinkChoice } from './model/place';
import { stateAt, type Action, type Found, type State } from './model/state';

/** Browsers refuse to be told of every keystroke, so the last of a burst is what counts. In milliseconds. */
const PAUSE = 250;

/** What stands here when the address says nothing. */
const START = hashOf(stateAt(null));

/** The hash of what the page shows; nothing where it shows no packet. */
export function hashOf({ frame, found, read, index, link, selected }: State): string | null {
  if (frame === null) return null;
  const packets = read?.packets ?? [];
  const all = packets.length > 1 && fitsAddress(packets.map(({ data }) => data.length));
  return placeHash({
    hexes: all ? packets.map(({ data }) => digits(data)) : [digits(frame.bytes)],
    packet: all ? index : 0,
    link: link === 'auto' && !all ? saidLink(found) : link,
    at: selected === null ? null : markText(frame, selected),
  });
}

/** What a text or a capture says of its link type must be said in the address too, where the bytes alone don't. */
function saidLink(found: Found | null): LinkChoice {
  const said = found === null ? null : linkName(found.link);
  return said === null || said === found?.guess.link ? 'auto' : said;
}

/** The whole address of what the page shows. */
export function addressOf(state: State): string {
  return new URL(hashOf(state) ?? '#', location.href).href;
}

export function useAddress(state: State, dispatch: Dispatch<Action>): void {
  const [book] = useState(() => new Book());

  useLayoutEffect(() => {
    const read = () => {
      book.forget();
      if (speaksOfUs(location.hash)) dispatch({ type: 'place', place: readPlace(location.hash) });
    };
    const flush = () => book.flush();
    addEventListener('popstate', read);
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('popstate', read);
      removeEventListener('pagehide', flush);
    };
  }, []);

  const { frame, found, read, index, link, origin, selected } = state;
  // Not for every field that is pointed at: of a long packet it is long.
  const hash = useMemo(() => hashOf(state), [frame, found, read, index, link, selected]);
  // Before anything is painted: whoever goes back at once goes back from here.
  useLayoutEffect(() => {
    // From packet to packet of one text or capture is no step that Back has to undo.
    if (origin === 'walk') return;
    if (hash !== null && origin !== 'address') book.turn(hash, origin === 'typing');
    else book.typing = false;
  }, [frame, link]);
  useLayoutEffect(() => {
    // A visitor who has done nothing yet keeps the address that was typed in.
    const untouched = origin === 'address' && location.hash === '' && hash === START;
    if (hash !== null && !untouched) book.later(hash);
  }, [hash]);
}

/** Whether a hash is ours to read: a packet, or nothing at all. */
const speaksOfUs = (hash: string): boolean => hash === '' || hash === '#' || readPlace(hash) !== null;

/** The history of this tab. */
class Book {
  /** Whether the current entry was begun by typing, so that more typing goes into it. */
  typing = false;
  #pending: string | null = null;
  #timer: number | undefined;

  /** A new packet: a new entry, unless it is the next keystroke of the same text. */
  turn(hash: string, typing: boolean): void {
    if (typing && this.typing) return this.later(hash);
    if (hash === (this.#pending ?? location.hash)) return;
    this.flush();
    this.typing = typing;
    write('pushState', hash);
  }

  /** The current entry, once things are calm. */
  later(hash: string): void {
    clearTimeout(this.#timer);
    this.#pending = null;
    if (hash === location.hash) return;
    this.#pending = hash;
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  flush(): void {
    const hash = this.#pending;
    this.forget();
    if (hash !== null) write('replaceState', hash);
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
  }
}

function write(method: 'pushState' | 'replaceState', hash: string): void {
  try {
    history[method](null, '', hash);
  } catch {
    // A browser may refuse an address this long; the page works without it.
  }
}
