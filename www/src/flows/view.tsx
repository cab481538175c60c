import { useEffect, useState } from 'preact/hooks';
import type { useCapture } from '../capture/session';
import { Conversations } from './conversations';
import type { Conversation } from './model';
import { StreamView } from './stream';

interface FlowsProps {
  capture: ReturnType<typeof useCapture>;
  /** Shows a packet. */
  show(packet: number): void;
}

/** So many conversations are listed at first, and more each time they are asked for: thousands of rows take a browser long. */
const STEP = 200;

/** A file's conversations, or what was said in one. */
export function Flows({ capture, show }: FlowsProps) {
  const [followed, setFollowed] = useState<Conversation | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  const [most, setMost] = useState(STEP);
  const { flows, stream, opened } = capture;
  // Anew while the file is still being read.
  useEffect(() => capture.askFlows(most), [opened?.progress.packets, opened?.progress.state, most]);
  const follow = (conversation: Conversation) => {
    setFollowed(conversation);
    capture.follow(conversation.number);
  };
  if (followed !== null) {
    return (
      <StreamView
        conversation={followed} stream={stream?.number === followed.number ? stream : null} show={show}
        close={() => {
          setLeft(followed.number);
          setFollowed(null);
        }}
      />
    );
  }
  if (flows === null) return <p class="nothing" role="status">The packets are being looked through …</p>;
  if (flows.conversations.length === 0) return <p class="nothing">No two hosts speak with each other here.</p>;
  return <Conversations conversations={flows.conversations} left={left} more={flows.more} step={STEP} list={() => setMost(most + STEP)} follow={follow} show={show} />;
}
