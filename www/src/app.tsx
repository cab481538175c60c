import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { addressOf, useAddress } from './address';
import { useCapture } from './capture/session';
import { useOpen } from './open';
import { Flows } from './flows/view';
import { useTextListing } from './listing';
import { headline, type Frame } from './model/frame';
import { DARK, lightOf, type Light } from './model/mark';
import { readPlace } from './model/place';
import { lineOf, momentText } from './model/rows';
import { cursor, reduce, stateAt, type Action, type Found, type State } from './model/state';
import { useSettled } from './settled';
import { Bytes } from './view/bytes';
import { Detail } from './view/detail';
import { FileCard } from './view/file-card';
import { FilterBox } from './view/filter-box';
import { Footer } from './view/footer';
import { Header } from './view/header';
import { HowRead } from './view/how-read';
import { DropZone } from './view/open-file';
import { Overview } from './view/overview';
import { PacketHead } from './view/packet-head';
import { Packets } from './view/packets';
import { ShelfOfFiles } from './view/shelf';
import { Source } from './view/source';
import { Tree } from './view/tree';
import { DECODER_KEYS } from './words/keys';

export function App() {
  const [state, dispatch] = useReducer<State, Action, null>(reduce, null, () => stateAt(readPlace(location.hash)));
  // Whoever types hex is wrong at every other digit: say so only when they pause.
  const error = useSettled(state.error, state.origin === 'typing' ? 500 : 0);
  const [filter, setFilter] = useState('');
  const capture = useCapture(state.link, filter, (index, found, first) => dispatch({ type: 'found', index, found, origin: first ? 'choice' : 'walk' }));
  const { opened } = capture;
  const open = useOpen(capture, (text) => dispatch({ type: 'text', text, origin: 'choice' }));
  const shelf = open.shelfBeside(opened === null ? state.text : null);
  const chosen = useMemo(() => lightOf(state.frame, state.selected), [state.frame, state.selected]);
  const passing = useMemo(() => lightOf(state.frame, state.hovered), [state.frame, state.hovered]);
  const act = (action: Action) => {
    if (RENEWING.has(action.type)) open.overtake('origin' in action && action.origin === 'typing');
    dispatch(action);
  };
  useAddress(state, act);
  useTitle(state.frame);
  // A text that was read takes the place of the file: at once, or it would close one that is opened right after it.
  useLayoutEffect(() => {
    if (state.read !== null || state.error !== null) capture.close();
  }, [state.read, state.error]);
  const close = () => {
    capture.close();
    open.forget();
    dispatch({ type: 'text', text: state.text, origin: 'choice' });
  };
  return (
    <>
      {state.frame !== null && <SkipLink />}
      <Header view="decoder" title="What is in these bytes?" address={state.frame === null ? null : () => addressOf(state)} />
      <main>
        {shelf !== null && <ShelfOfFiles shelf={shelf} choose={open.choose} />}
        {opened === null
          ? <Source state={state} error={error} chosen={state.read === null ? DARK : chosen} passing={passing} dispatch={act} open={open.files} />
          : <FileCard opened={opened} open={open.files} force={(file) => capture.open(file, 'ethernet')} stop={capture.stop} close={close} />}
        {open.overtaken !== null && <Overtaken file={open.overtaken} open={open.files} />}
        <Shown state={state} error={error !== null} chosen={chosen} passing={passing} capture={capture} filter={filter} setFilter={setFilter} dispatch={dispatch} />
      </main>
      <DropZone open={open.files} take={open.text} />
      <Footer keys={DECODER_KEYS}>
        Packets are read in this page, by WebAssembly. Nothing is sent anywhere: the page’s own policy forbids it.
      </Footer>
    </>
  );
}

/** What a reader does to go on with a text. */
const RENEWING: ReadonlySet<Action['type']> = new Set(['text', 'example', 'place', 'format', 'link'] as const);

/** Says that a file was not opened, because the reader went on before it had been read. */
function Overtaken({ file, open }: { file: File; open(files: readonly File[]): void }) {
  return (
    <p class="overtaken" role="status">
      {file.name} was not opened: you went on before it had been read.
      <button type="button" class="quiet" onClick={() => open([file])}>Open it</button>
    </p>
  );
}

export interface ViewProps {
  readonly state: State;
  readonly dispatch: (action: Action) => void;
}

interface ShownProps extends ViewProps {
  error: boolean;
  chosen: Light;
  passing: Light;
  capture: ReturnType<typeof useCapture>;
  filter: string;
  setFilter(text: string): void;
}

/** The list, where there are several packets, and the one that is chosen. */
function Shown({ state, error, chosen, passing, capture, filter, setFilter, dispatch }: ShownProps) {
  const { opened } = capture;
  const texts = useTextListing(state.read, state.link, filter);
  const listing = opened === null ? texts : capture.listing;
  const grid = useRef<HTMLDivElement>(null);
  const [flows, setFlows] = useState(false);
  const choose = (index: number) => (opened === null ? dispatch({ type: 'packet', index }) : capture.fetch(index));
  const leave = () => focusInside(document.getElementById('fields'));
  const whole = opened === null ? state.found !== null && withTime(state) : state.found;
  // A file whose first packet is on its way shows nothing yet, and not what was shown before.
  const waiting = opened !== null && (state.read !== null || opened.progress.packets === 0);
  if (opened === null && state.frame === null) {
    return <p class="nothing">{state.error === null ? 'Paste packets above, drop a capture anywhere, or choose an example.' : 'Nothing can be shown until the text above is put right.'}</p>;
  }
  return (
    <>
      {opened !== null && !waiting && <HowRead state={state} dispatch={dispatch} />}
      {listing.all > 1 && !error && (
        <div class="list-head">
          {opened !== null && (
            <div role="group" aria-label="What is listed">
              <button type="button" class="quiet" aria-pressed={!flows} onClick={() => setFlows(false)}>Packets</button>
              <button type="button" class="quiet" aria-pressed={flows} onClick={() => setFlows(true)}>Conversations</button>
            </div>
          )}
          {!(opened !== null && flows) && (
            <FilterBox text={filter} fault={listing.fault} passing={filter === '' || listing.fault !== null || listing.pending ? null : { packets: listing.count, of: listing.all }} set={setFilter} />
          )}
        </div>
      )}
      {listing.all > 1 && !error && (opened !== null && flows
        ? <Flows key={opened.name} capture={capture} show={choose} />
        : <Packets listing={listing} current={state.index} choose={choose} grid={grid} leave={leave} />)}
      {!waiting && (
        <div class="packet">
          {error && <p class="stale">Below is the last packet that could be read.</p>}
          {!error && <PacketHead index={state.index} count={listing.all} found={whole || null} choose={choose} />}
          <Packet state={state} chosen={chosen} passing={passing} dispatch={dispatch} />
        </div>
      )}
    </>
  );
}

function Packet({ state, chosen, passing, dispatch }: ViewProps & { chosen: Light; passing: Light }) {
  const { frame, found, selected, hovered } = state;
  const tree = useRef<HTMLDivElement>(null);
  const bytes = useRef<HTMLDivElement>(null);
  const line = useMemo(() => (frame === null ? '' : lineOf(frame.bytes, frame.dissection.link, found?.original)), [frame]);
  if (frame === null) return null;
  return (
    <>
      <Overview frame={frame} line={line} dispatch={dispatch} chosen={chosen} passing={passing} />
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
    </>
  );
}

/** A text's packet with its time in words. */
function withTime({ read, index, found }: State): Found | null {
  const time = momentText(read?.packets[index]?.timestamp);
  return found === null || time === '' ? found : { ...found, time };
}

/** Past everything, to the fields. Not by way of the hash, which belongs to the packet. */
function SkipLink() {
  const skip = (event: Event) => {
    event.preventDefault();
    focusInside(document.getElementById('fields'));
  };
  return <a class="skip" href="#fields" onClick={skip}>Skip to the packet’s fields</a>;
}

/** Puts the focus where Tab would put it in here. */
function focusInside(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
}

/** The packet's name on the browser's tab. */
function useTitle(frame: Frame | null): void {
  useEffect(() => {
    const layer = frame === null ? undefined : headline(frame);
    document.title = layer === undefined ? 'drywire: what is in these bytes?' : `${layer.label} ${layer.text} · drywire`;
  }, [frame]);
}
