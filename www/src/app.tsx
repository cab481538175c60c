import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { addressOf, useAddress } from './address';
import { headline, type Frame } from './model/frame';
import { lightOf } from './model/mark';
import { readPlace } from './model/place';
import { cursor, reduce, stateAt, type Action, type State } from './model/state';
import { useSettled } from './settled';
import { Bytes } from './view/bytes';
import { Detail } from './view/detail';
import { Footer } from './view/footer';
import { Header } from './view/header';
import { Overview } from './view/overview';
import { Source } from './view/source';
import { Tree } from './view/tree';

export function App() {
  const [state, dispatch] = useReducer<State, Action, null>(reduce, null, () => stateAt(readPlace(location.hash)));
  // Whoever types hex is wrong at every other digit: say so only when they pause.
  const error = useSettled(state.error, state.origin === 'typing' ? 500 : 0);
  useAddress(state, dispatch);
  useTitle(state.frame);
  usePaste((text) => dispatch({ type: 'text', text, origin: 'choice' }));
  return (
    <>
      {state.frame !== null && <SkipLink />}
      <Header
        view="decoder" title="What is in these bytes?"
        address={state.frame === null ? null : () => addressOf(state)}
      />
      <main>
        <Source state={state} error={error} dispatch={dispatch} />
        {state.frame === null
          ? <p class="nothing">{state.error === null ? 'Paste a packet’s hex above, or choose an example.' : 'Nothing can be shown until the hex above is put right.'}</p>
          : <Packet state={state} stale={error !== null} dispatch={dispatch} />}
      </main>
      <Footer />
    </>
  );
}

export interface ViewProps {
  readonly state: State;
  readonly dispatch: (action: Action) => void;
}

function Packet({ state, stale, dispatch }: ViewProps & { stale: boolean }) {
  const { frame, selected, hovered } = state;
  const chosen = useMemo(() => lightOf(frame, selected), [frame, selected]);
  const passing = useMemo(() => lightOf(frame, hovered), [frame, hovered]);
  const tree = useRef<HTMLDivElement>(null);
  const bytes = useRef<HTMLDivElement>(null);
  if (frame === null) return null;
  return (
    <div class="packet">
      {stale && <p class="stale">Below is the last packet that could be read.</p>}
      <Overview frame={frame} dispatch={dispatch} chosen={chosen} passing={passing} />
      <div class="panes">
        <div class="side">
          <Bytes
            frame={frame} chosen={chosen} passing={passing} cursor={cursor(state)} dispatch={dispatch}
            grid={bytes} leave={() => focusInside(tree.current)}
          />
          <Detail frame={frame} light={hovered === null ? chosen : passing} kept={selected !== null} dispatch={dispatch} />
        </div>
        <Tree state={state} frame={frame} chosen={chosen} passing={passing} dispatch={dispatch} tree={tree} leave={() => focusInside(bytes.current)} />
      </div>
    </div>
  );
}

/** Past everything, to the fields. Not by way of the hash, which belongs to the packet. */
function SkipLink() {
  const skip = (event: Event) => {
    event.preventDefault();
    focusInside(document.getElementById('fields'));
  };
  return <a class="skip" href="#fields" onClick={skip}>Skip to the packet’s fields</a>;
}

/** Focuses the one thing in a widget that Tab would stop at. */
function focusInside(widget: HTMLElement | null): void {
  widget?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
}

/** The packet's name on the browser's tab. */
function useTitle(frame: Frame | null): void {
  useEffect(() => {
    const layer = frame === null ? undefined : headline(frame);
    document.title = layer === undefined ? 'drywire: what is in these bytes?' : `${layer.label} ${layer.text} · drywire`;
  }, [frame]);
}

/** Text that is pasted anywhere but into a field is a packet. */
function usePaste(take: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const target = event.target as Element | null;
      if (target?.closest('textarea, input, select')) return;
      const text = event.clipboardData?.getData('text/plain').trim();
      if (!text) return;
      event.preventDefault();
      take(text);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, []);
}
