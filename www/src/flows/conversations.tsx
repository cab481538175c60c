import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from './model';

interface ConversationsProps {
  conversations: readonly Conversation[];
  /** How many there are besides. */
  more: number;
  /** The one that was followed until now: the focus comes back to it. */
  left: number | null;
  /** So many of them can be listed as well. */
  step: number;
  list(): void;
  follow(conversation: Conversation): void;
  /** Shows the packet that a conversation begins with. */
  show(packet: number): void;
}

/** What the columns after the protocol say. */
const COLUMNS: readonly (readonly [name: string, text: (conversation: Conversation) => string])[] = [
  ['First to speak', ({ ends: [a] }) => a],
  ['Other side', ({ ends: [, b] }) => b],
  ['Packets', ({ packets }) => both(packets)],
  ['Bytes', ({ bytes }) => both(bytes)],
  ['Start', ({ start }) => start],
  ['Duration', ({ duration }) => duration],
  ['Sent again', ({ again }) => (again === null ? '–' : `${(again * 100).toFixed(1)}%`)],
  ['State', ({ state }) => state],
];

/**
 * Who speaks with whom, how much, for how long, and how well. Roles are named because a table that is laid out otherwise, as where
 * there is no room for its columns, is none for assistive technology.
 */
export function Conversations({ conversations, more, left, step, list, follow, show }: ConversationsProps) {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => table.current?.querySelector<HTMLElement>(`[data-follow='${left}']`)?.focus(), []);
  return (
    <div class="conversations" role="region" aria-label="Conversations" tabIndex={0}>
      <table role="table" ref={table}>
        <thead role="rowgroup">
          <tr role="row"><th scope="col" role="columnheader">Protocol</th>{COLUMNS.map(([name]) => <th key={name} scope="col" role="columnheader">{name}</th>)}<td role="cell" /></tr>
        </thead>
        <tbody role="rowgroup">
          {conversations.map((conversation) => (
            <tr key={conversation.number} role="row">
              <th scope="row" role="rowheader">{conversation.protocol}</th>
              {COLUMNS.map(([name, text]) => <td key={name} role="cell" data-name={name}>{text(conversation)}</td>)}
              <td class="conversation-actions" role="cell">
                <button type="button" class="quiet" onClick={() => show(conversation.first)}>First packet<span class="sr-only"> of {nameOf(conversation)}</span></button>
                {conversation.followed && <button type="button" class="quiet" data-follow={conversation.number} onClick={() => follow(conversation)}>Follow<span class="sr-only"> {nameOf(conversation)}</span></button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p class="conversations-more">
          and {GROUPED.format(more)} more <button type="button" class="quiet" onClick={list}>Show {GROUPED.format(Math.min(more, step))} more</button>
        </p>
      )}
    </div>
  );
}

const GROUPED = new Intl.NumberFormat('en');

/** What went one way and the other. */
const both = ([a, b]: readonly [number, number]): string => `${GROUPED.format(a)} → ← ${GROUPED.format(b)}`;

const nameOf = ({ protocol, ends: [a, b] }: Conversation): string => `${protocol} ${a} and ${b}`;
