import type { Opened } from '../capture/session';
import { Icon } from './icon';
import { OpenFile } from './open-file';

interface FileCardProps {
  opened: Opened;
  open(files: readonly File[]): void;
  /** Reads the file as the bytes of one frame. */
  force(file: File): void;
  stop(): void;
  close(): void;
}

/** The file that is open: what it is, how far it has been read, and what could not be. */
export function FileCard({ opened: { file, name, size, progress }, open, force, stop, close }: FileCardProps) {
  const { state, bytes, packets, format, notes } = progress;
  return (
    <section class="source" aria-labelledby="file-title">
      <div class="source-head">
        <h2 id="file-title">Packets from a file</h2>
        <div class="source-actions">
          <button type="button" class="quiet" onClick={close}>Close the file</button>
          <OpenFile open={open} />
        </div>
      </div>
      <div class="file-card" data-state={state}>
        <p class="file-name"><Icon name="file" /> <strong>{name}</strong> <span>{[format, sizeText(size)].filter(Boolean).join(', ')}</span></p>
        <p class="file-count" role="status">{countOf(packets)}{WORDS[state]}</p>
        {state === 'reading' && (
          <div class="file-progress">
            <progress max={Math.max(1, size)} value={bytes} aria-label="Read so far" />
            <button type="button" class="button small" onClick={stop}>Stop</button>
          </div>
        )}
      </div>
      {notes.length > 0 && (
        <ul class="text-warnings" aria-label="What to know of this file">
          {notes.slice(0, NOTES).map((note, index) => (
            <li key={index} class="grave"><Icon name="warning" /><p>{note.charAt(0).toUpperCase()}{note.slice(1).replace(/\.$/, '')}.</p></li>
          ))}
          {notes.length > NOTES && <li><span />and {notes.length - NOTES} more</li>}
        </ul>
      )}
      {progress.unlikely && <p class="unlikely"><button type="button" class="button small" onClick={() => force(file)}>Read it as an Ethernet frame</button></p>}
    </section>
  );
}

/** So many notes are shown. */
const NOTES = 5;

const WORDS = {
  reading: ' so far …',
  read: '',
  stopped: ' were read before it was stopped',
  failed: ', and no more could be read',
} as const;

const GROUPED = new Intl.NumberFormat('en');

const countOf = (packets: number): string => `${GROUPED.format(packets)} ${packets === 1 ? 'packet' : 'packets'}`;

/** A size as people say it. */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
