/** Reads files beside the page, so that a long one holds up nothing and can be stopped. */
import { guessLink, type Link } from 'drywire/inspect';
import type { LinkChoice } from '../model/place';
import { rowOf, type Row } from '../model/rows';
import type { Ask, Progress, Told } from './messages';
import { Flows } from './flows';
import { readFile, type Reading } from './read-file';
import { Sieve } from './sieve';
import { Store } from './store';
import { momentOf, sinceText } from './times';

const store = new Store();
const stopped = new AbortController();
let link: LinkChoice = 'auto';
let flows = new Flows(store, link);

const tell = (message: Told): void => self.postMessage(message);
const linkOf = (own: Link): Link => (link === 'auto' ? own : link);
const sieve = new Sieve(store, linkOf, tell);

self.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  switch (data.do) {
    case 'open': return void open(data.file, data.link);
    case 'stop': return stopped.abort();
    case 'link': return readAs(data.link, data.id);
    case 'filter': return sieve.set(data.text, data.id);
    case 'flows': return void flows.go().then(() => tell({ told: 'flows', flows: flows.list(data.most) }));
    case 'follow': return tell({ told: 'stream', stream: flows.follow(data.conversation) });
    case 'rows': return tell({ told: 'rows', link, packets: data.packets, rows: data.packets.map(row) });
    case 'packet': return packet(data.packet);
  }
});

/** How often the page hears how far it is; in milliseconds. */
const OFTEN = 80;

/** How long to read before messages are looked at; in milliseconds. */
const BREATH = 30;

async function open(file: File, first: LinkChoice): Promise<void> {
  const reading: Reading = { bytes: 0, format: null, notes: [], unlikely: false };
  const say = (state: Progress['state']) => {
    void flows.go();
    void sieve.go();
    tell({ told: 'progress', progress: { state, ...reading, packets: store.count, timed: store.start !== null } });
  };
  let [told, breathed] = [0, performance.now()];
  try {
    for await (const _ of readFile(file, first, store, reading, stopped.signal)) {
      const now = performance.now();
      if (now - told > OFTEN) {
        say('reading');
        told = now;
      }
      if (now - breathed > BREATH) {
        await new Promise((resolve) => setTimeout(resolve));
        breathed = performance.now();
      }
      if (stopped.signal.aborted) break;
    }
    // Rows say what a segment is beside those before it: once that is known of all, they are asked for anew.
    await flows.go();
    say(stopped.signal.aborted ? 'stopped' : 'read');
  } catch (error) {
    if (stopped.signal.aborted) return say('stopped');
    reading.notes = [...reading.notes, error instanceof Error ? error.message : String(error)];
    say('failed');
  }
}

function readAs(choice: LinkChoice, id: number): void {
  link = choice;
  sieve.again(id);
  flows.release();
  flows = new Flows(store, link);
  void flows.go();
}

function row(index: number): Row {
  const { data, link: own, time, original } = store.at(index)!;
  const look = rowOf(data, linkOf(own), time === null || store.start === null ? '' : sinceText(time - store.start), original);
  return { ...look, findings: flows.findings(index) };
}

function packet(index: number): void {
  const stored = store.at(index);
  if (stored === null) return;
  const data = stored.data.slice();
  const { link: own, time, original, comment } = stored;
  const found = { data, link: own, guess: guessLink(data), time: time === null ? '' : momentOf(time), original, ...(comment !== undefined && { comment }) };
  tell({ told: 'packet', packet: index, found });
}
