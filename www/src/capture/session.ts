/** The page's side of a file that is open: a worker of its own, and what it told so far. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Stream } from '../flows/model';
import type { FilterFault } from '../model/filter';
import { rowAmong } from '../model/listing';
import type { LinkChoice } from '../model/place';
import type { Row } from '../model/rows';
import type { Found } from '../model/state';
import { startReader } from '../trusted';
import type { Listing } from '../view/packets';
import type { Ask, Listed, Progress, Told } from './messages';

/** A file that is open. */
export interface Opened {
  readonly file: File;
  readonly name: string;
  readonly size: number;
  readonly progress: Progress;
}

/** Rows that are kept; older ones are fetched anew. */
const KEPT = 4000;

/**
 * So long what was there before stays in view, for the first packet to come: most do by then, and the page is never empty. In
 * milliseconds.
 */
const SOON = 250;

const NOTHING_YET: Progress = { state: 'reading', bytes: 0, packets: 0, timed: false, format: null, notes: [], unlikely: false };

interface Hear {
  progress(progress: Progress): void;
  rows(): void;
  packet(index: number, found: Found): void;
  flows(flows: Listed): void;
  stream(stream: Stream): void;
}

/** One file, open in a worker. */
class Session {
  readonly rows = new Map<number, Row>();
  readonly #worker = startReader();
  readonly #asked = new Set<number>();
  #link: LinkChoice = 'auto';
  #filter = '';
  /** Goes up with each filter and each link type: what was told of earlier ones is passed over. */
  #id = 0;
  /** The packets that pass the filter; nothing where all do. */
  kept: number[] | null = null;
  fault: FilterFault | null = null;

  constructor(readonly file: File, from: LinkChoice, hear: Hear) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (data.told === 'progress') {
        if (data.progress.state !== 'reading') this.#forget();
        hear.progress(data.progress);
      }
      else if (data.told === 'packet') hear.packet(data.packet, data.found);
      else if (data.told === 'flows') hear.flows(data.flows);
      else if (data.told === 'stream') hear.stream(data.stream);
      else if (data.told === 'rows') {
        if (data.link === this.#link) this.#keep(data.packets, data.rows);
        hear.rows();
      } else if (data.id === this.#id) {
        if (data.told === 'refused') this.fault = data.fault;
        else for (const packet of data.packets) this.kept?.push(packet);
        hear.rows();
      }
    });
    this.#worker.addEventListener('error', () => hear.progress({ ...NOTHING_YET, state: 'failed', notes: ['The reader could not be started: load the page again.'] }));
    this.#ask({ do: 'open', file, link: from });
  }

  stop = (): void => this.#ask({ do: 'stop' });
  packet = (packet: number): void => this.#ask({ do: 'packet', packet });
  flows = (most: number): void => this.#ask({ do: 'flows', most });
  follow = (conversation: number): void => this.#ask({ do: 'follow', conversation });
  close = (): void => this.#worker.terminate();

  link(link: LinkChoice): void {
    if (link === this.#link) return;
    this.#link = link;
    this.#forget();
    if (this.kept !== null) this.kept = [];
    this.#ask({ do: 'link', link, id: ++this.#id });
  }

  filter(text: string): void {
    if (text === this.#filter) return;
    this.#filter = text;
    this.fault = null;
    this.kept = text.trim() === '' ? null : [];
    this.#ask({ do: 'filter', text, id: ++this.#id });
  }

  want(packets: readonly number[]): void {
    const missing = packets.filter((packet) => !this.rows.has(packet) && !this.#asked.has(packet));
    if (missing.length === 0) return;
    for (const packet of missing) this.#asked.add(packet);
    this.#ask({ do: 'rows', packets: missing });
  }

  #forget(): void {
    this.rows.clear();
    this.#asked.clear();
  }

  #keep(packets: readonly number[], rows: readonly Row[]): void {
    if (this.rows.size > KEPT) this.rows.clear();
    packets.forEach((packet, index) => {
      this.rows.set(packet, rows[index]!);
      this.#asked.delete(packet);
    });
  }

  #ask(ask: Ask): void {
    this.#worker.postMessage(ask);
  }
}

const keptOf = (session: Session | null): readonly number[] | null => (session === null || session.fault !== null ? null : session.kept);

/** The file that is open, if one is; its list; and what can be done with it. `found` is called with packets that were asked for. */
export function useCapture(link: LinkChoice, filter: string, found: (index: number, packet: Found, first: boolean) => void) {
  const session = useRef<Session | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [version, setVersion] = useState(0);
  const [flows, setFlows] = useState<Listed | null>(null);
  const [stream, setStream] = useState<Stream | null>(null);
  const heard = useRef(found);
  heard.current = found;
  const asked = useRef({ link, filter });
  asked.current = { link, filter };
  const coming = useRef<{ file: File; timer: number } | null>(null);
  const inView = useRef(false);
  inView.current = opened !== null;
  const arrive = () => {
    clearTimeout(coming.current?.timer);
    coming.current = null;
  };
  const close = useCallback(() => {
    arrive();
    session.current?.close();
    session.current = null;
    setOpened(null);
    setFlows(null);
    setStream(null);
  }, []);
  const open = useCallback((file: File, from: LinkChoice = asked.current.link) => {
    close();
    let first = true;
    let latest: Opened = { file, name: file.name, size: file.size, progress: NOTHING_YET };
    const show = () => {
      arrive();
      setOpened(latest);
    };
    // A file takes the place of another at once: what is known of that is gone.
    if (inView.current) show();
    else coming.current = { file, timer: setTimeout(show, SOON) };
    const made: Session = new Session(file, from, {
      progress: (progress) => {
        if (session.current !== made) return;
        if (first && progress.packets > 0) made.packet(0);
        latest = { file, name: file.name, size: file.size, progress };
        if (coming.current === null || (progress.state !== 'reading' && progress.packets === 0)) show();
        if (progress.state !== 'reading') setVersion((old) => old + 1);
      },
      rows: () => setVersion((old) => old + 1),
      flows: (told) => session.current === made && setFlows(told),
      stream: (told) => session.current === made && setStream(told),
      packet: (index, packet) => {
        if (session.current !== made) return;
        heard.current(index, packet, first);
        first = false;
        if (coming.current !== null) show();
      },
    });
    session.current = made;
    made.link(asked.current.link);
    made.filter(asked.current.filter);
  }, []);
  useEffect(() => close, []);
  useEffect(() => {
    session.current?.link(link);
    session.current?.filter(filter);
    // What is in view has to be asked for anew.
    setVersion((old) => old + 1);
  }, [link, filter]);
  const listing = useListing(session, opened, version, link);
  return {
    opened, listing, open, close, flows, stream,
    /** The file that was opened, while nothing is to be seen of it. */
    coming: () => coming.current?.file ?? null,
    stop: () => session.current?.stop(),
    fetch: (index: number) => session.current?.packet(index),
    askFlows: (most: number) => session.current?.flows(most),
    follow: (conversation: number) => session.current?.follow(conversation),
  };
}

/** The packets of the file that is open, all or those that pass the filter. */
function useListing(session: { current: Session | null }, opened: Opened | null, version: number, link: LinkChoice): Listing {
  const { packets = 0, timed = false } = opened?.progress ?? {};
  return useMemo<Listing>(() => ({
    all: packets, timed,
    // A filter that cannot be read lets all pass.
    count: keptOf(session.current)?.length ?? packets,
    fault: session.current?.fault ?? null,
    packetAt: (row) => keptOf(session.current)?.[row] ?? row,
    rowOf: (packet) => {
      const kept = keptOf(session.current);
      return kept === null ? packet : rowAmong(kept, packet);
    },
    look: (packet) => session.current?.rows.get(packet) ?? null,
    want: (wanted) => session.current?.want(wanted),
  }), [packets, timed, version, link]);
}
