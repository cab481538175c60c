/** The page's two views. The address's hash says which: the lab's begins with `#lab`, all others are the decoder's. */
import { useLayoutEffect, useState } from 'preact/hooks';

export type ViewName = 'decoder' | 'lab';

export const NAMES: Readonly<Record<ViewName, string>> = { decoder: 'Decoder', lab: 'TCP lab' };

const nameOf = (hash: string): ViewName => (/^#lab(\?|$)/.test(hash) ? 'lab' : 'decoder');

/** Where each view was left. */
const places: Record<ViewName, string> = { decoder: '#', lab: '#lab' };

/** The hash that leads to a view, as it was when it was left. */
export const placeOfView = (name: ViewName): string => places[name];

/** The view that the address asks for. */
export function useView(): ViewName {
  const [view, setView] = useState(() => nameOf(location.hash));
  useLayoutEffect(() => {
    const follow = ({ oldURL }: HashChangeEvent) => {
      const left = new URL(oldURL).hash;
      places[nameOf(left)] = left || '#';
      setView(nameOf(location.hash));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return view;
}
