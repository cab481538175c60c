/** What the page and the worker that reads files say to each other. */
import type { Conversation, Stream } from '../flows/model';
import type { FilterFault } from '../model/filter';
import type { LinkChoice } from '../model/place';
import type { Row } from '../model/rows';
import type { Found } from '../model/state';

/** How far a file has been read, and what is known of it. */
export interface Progress {
  readonly state: 'reading' | 'read' | 'stopped' | 'failed';
  /** Bytes of the file that were read. */
  readonly bytes: number;
  /** Packets that were found. */
  readonly packets: number;
  /** Whether packets have times. */
  readonly timed: boolean;
  /** What kind of file it is, once that is known. */
  readonly format: string | null;
  /** What to know of it, and what could not be read. */
  readonly notes: readonly string[];
  /** Whether it is read as one packet's bytes if somebody says that it is. */
  readonly unlikely: boolean;
}

/** Conversations, and how many there are besides. */
export interface Listed {
  readonly conversations: readonly Conversation[];
  readonly more: number;
}

export type Ask =
  /** `link`: what it begins with, if it is the bytes of one packet. */
  | { do: 'open'; file: File; link: LinkChoice }
  /** Reads no further; what was read stays. */
  | { do: 'stop' }
  /** What all packets' first bytes belong to. */
  | { do: 'link'; link: LinkChoice; id: number }
  /** Which packets are wanted; all for an empty one. */
  | { do: 'filter'; text: string; id: number }
  | { do: 'rows'; packets: readonly number[] }
  | { do: 'packet'; packet: number }
  /** Who speaks with whom, as far as packets were read: so many conversations at most. */
  | { do: 'flows'; most: number }
  /** What was said in a conversation. */
  | { do: 'follow'; conversation: number };

export type Told =
  | { told: 'progress'; progress: Progress }
  | { told: 'rows'; link: LinkChoice; packets: readonly number[]; rows: readonly Row[] }
  | { told: 'packet'; packet: number; found: Found }
  | { told: 'flows'; flows: Listed }
  | { told: 'stream'; stream: Stream }
  /** More packets that a filter lets pass, of the first `seen`. */
  | { told: 'passed'; id: number; packets: Uint32Array; seen: number }
  | { told: 'refused'; id: number; fault: FilterFault };
