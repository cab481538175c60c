/** Keeps the address and the lab in step: a preset is an entry in the history, what is changed in it is not. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isLab, labHash, readLab, type LabPlace } from './model/place';
import type { Presets, Settings } from './model/settings';

/** Browsers refuse to be told of every step, so the last of a burst is what counts. In milliseconds. */
const PAUSE = 250;

export function useLabAddress(presets: Presets | null, settings: Settings | null, at: number | null, show: (place: LabPlace) => void) {
  const [complaints, setComplaints] = useState<readonly string[]>([]);
  const turns = useRef(false);
  const shows = useRef(show);
  shows.current = show;
  const hash = presets === null || settings === null ? null : labHash(settings, at, presets);
  useLayoutEffect(() => {
    if (presets === null) return;
    const read = () => {
      if (!isLab(location.hash)) return;
      const place = readLab(location.hash, presets);
      setComplaints(place.complaints);
      shows.current(place);
    };
    read();
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, [presets]);
  useLayoutEffect(() => {
    if (hash === null || hash === location.hash) return;
    if (turns.current) {
      turns.current = false;
      setComplaints([]);
      write('pushState', hash);
      return;
    }
    const timer = setTimeout(() => write('replaceState', hash), PAUSE);
    return () => clearTimeout(timer);
  }, [hash]);
  return {
    complaints,
    /** The next change is a new entry. */
    turn: () => { turns.current = true; },
    current: () => new URL(hash ?? '#lab', location.href).href,
  };
}

function write(method: 'pushState' | 'replaceState', hash: string): void {
  // Whoever has gone to the other view meanwhile is not called back.
  if (!isLab(location.hash)) return;
  try {
    history[method](null, '', hash);
  } catch {
    // A browser may refuse an address; the lab works without it.
  }
}
