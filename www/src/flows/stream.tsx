import { useEffect, useRef, useState } from 'preact/hooks';
import { spaced } from '../model/hex';
import { readable, turnsOf, type Conversation, type Part, type Stream } from './model';

interface StreamProps {
  conversation: Conversation;
  stream: Stream | null;
  show(packet: number): void;
  close(): void;
}

/** What was said in one conversation, each side's turns after each other, gaps as gaps. */
export function StreamView({ conversation, stream, show, close }: StreamProps) {
  const [hex, setHex] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [conversation.number]);
  const { protocol, ends } = conversation;
  return (
    <section class="stream" aria-labelledby="stream-title">
      <div class="pane-head">
        <h2 id="stream-title" tabIndex={-1} ref={title}>{protocol}, {ends[0]} and {ends[1]}</h2>
        <button type="button" class="quiet" aria-pressed={hex} onClick={() => setHex(!hex)}>In hex</button>
        <button type="button" class="quiet" onClick={close}>Back to the conversations</button>
      </div>
      {stream === null
        ? <p class="nothing" role="status">It is being put in order …</p>
        : stream.parts.length === 0 && <p class="nothing">Nobody said anything: there are headers alone.</p>}
      <ol class="turns">
        {stream !== null && turnsOf(stream.parts).map((turn, index) => (
          <li key={index} class="turn" data-side={turn[0]!.side}>
            <p class="turn-head">
              <strong>{ends[turn[0]!.side]}</strong>
              <button type="button" class="quiet" onClick={() => show(turn[0]!.packet)}>packet {turn[0]!.packet + 1}</button>
            </p>
            {turn.map((part, at) => <PartView key={at} part={part} hex={hex} />)}
          </li>
        ))}
      </ol>
      {stream !== null && stream.leftOut > 0 && <p class="conversations-more">{new Intl.NumberFormat('en').format(stream.leftOut)} more bytes are not shown.</p>}
    </section>
  );
}

function PartView({ part: { data, length }, hex }: { part: Part; hex: boolean }) {
  if (data === null) return <p class="gap">{new Intl.NumberFormat('en').format(length)} bytes were not captured</p>;
  return <pre>{hex ? spaced(data) : readable(data)}</pre>;
}
