import type { Conversation } from './model';

interface ConversationsProps {
  conversations: readonly Conversation[];
  /** How many there are besides. */
  more: number;
  follow(conversation: Conversation): void;
  /** Shows the packet that a conversation begins with. */
  show(packet: number): void;
}

/** Who speaks with whom, how much, for how long, and how well. */
export function Conversations({ conversations, more, follow, show }: ConversationsProps) {
  return (
    <div class="conversations" role="region" aria-label="Conversations" tabIndex={0}>
      <table>
        <thead>
          <tr>{['Protocol', 'First to speak', 'Other side', 'Packets', 'Bytes', 'Start', 'Duration', 'Sent again', 'State'].map((name) => <th key={name} scope="col">{name}</th>)}<td /></tr>
        </thead>
        <tbody>
          {conversations.map((conversation) => (
            <tr key={conversation.number}>
              <th scope="row">{conversation.protocol}</th>
              <td>{conversation.ends[0]}</td>
              <td>{conversation.ends[1]}</td>
              <td>{both(conversation.packets)}</td>
              <td>{both(conversation.bytes)}</td>
              <td>{conversation.start}</td>
              <td>{conversation.duration}</td>
              <td>{conversation.again === null ? '–' : `${(conversation.again * 100).toFixed(1)}%`}</td>
              <td>{conversation.state}</td>
              <td class="conversation-actions">
                <button type="button" class="quiet" onClick={() => show(conversation.first)}>First packet<span class="sr-only"> of {nameOf(conversation)}</span></button>
                {conversation.followed && <button type="button" class="quiet" onClick={() => follow(conversation)}>Follow<span class="sr-only"> {nameOf(conversation)}</span></button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="conversations-more">and {GROUPED.format(more)} more</p>}
    </div>
  );
}

const GROUPED = new Intl.NumberFormat('en');

/** What went one way and the other. */
const both = ([a, b]: readonly [number, number]): string => `${GROUPED.format(a)} → ← ${GROUPED.format(b)}`;

const nameOf = ({ protocol, ends: [a, b] }: Conversation): string => `${protocol} ${a} and ${b}`;
