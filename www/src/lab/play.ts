/** The moment that is looked at, and time that passes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Run } from 'drywire/sim';
import { lastAtMost } from './model/axis';
import { packetAt } from './model/told';

interface Spot {
  /** In milliseconds; nothing for the whole run. */
  readonly at: number | null;
  /** Which of the packets sent at one moment; nothing for the last of them. */
  readonly packet: number | null;
}

export function useSpot() {
  const [spot, set] = useState<Spot>({ at: null, packet: null });
  const runNow = useRef<Run | null>(null);
  /** The spot in a run: a moment within it, and a packet of it. */
  const over = (run: Run) => {
    runNow.current = run;
    const last = run.packets.length - 1;
    const at = Math.min(spot.at ?? run.endedAt, run.endedAt);
    const packet = Math.max(0, Math.min(last, spot.packet ?? (spot.at === null ? 0 : packetAt(run.packets, at))));
    const to = (index: number) => set({ at: run.packets[index]!.sentAt, packet: index });
    const step = (by: number) => {
      if (last < 0) return;
      if (spot.at === null) to(by > 0 ? 0 : last);
      else if (by * (run.packets[packet]!.sentAt - at) > 0) to(packet);
      else if (packet + by > last) set({ at: run.endedAt, packet: last });
      else to(Math.max(0, packet + by));
    };
    return { at, packet, step };
  };
  const go = (at: number | null) => set({ at, packet: null });
  /** A packet by its index; the moment goes along, unless it is the whole run that is looked at and nobody walks. */
  const choose = useRef((packet: number, walking = true) => {
    const chosen = runNow.current?.packets[packet];
    if (chosen !== undefined) set((old) => ({ at: walking || old.at !== null ? chosen.sentAt : null, packet }));
  }).current;
  return { at: spot.at, over, go, choose };
}

/** Nothing happens for so long, on the clock of who looks: then play goes on to what happens next. In milliseconds. */
const PATIENCE = 500;

/** For those who asked for stillness: how long each moment stands. In milliseconds. */
const STILL = 700;

export function usePlay(spot: ReturnType<typeof useSpot>, run: Run, moments: Float64Array) {
  const [playing, setPlaying] = useState(false);
  const [speed, choose] = useState(0.02);
  const at = useRef(spot.at);
  at.current = spot.at;
  useEffect(() => {
    if (!playing) return;
    const end = (to: number): boolean => {
      spot.go(Math.min(to, run.endedAt));
      if (to >= run.endedAt) setPlaying(false);
      return to >= run.endedAt;
    };
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      const timer = setInterval(() => end(after(moments, at.current ?? -1) ?? run.endedAt), STILL);
      return () => clearInterval(timer);
    }
    let [frame, before] = [0, performance.now()];
    const pass = (now: number) => {
      const from = at.current ?? 0;
      const next = after(moments, from) ?? run.endedAt;
      const gap = (next - from) / speed;
      const to = gap > PATIENCE ? next - PATIENCE * 0.2 * speed : from + (now - before) * speed;
      before = now;
      if (!end(gap > PATIENCE && to <= from ? next : to)) frame = requestAnimationFrame(pass);
    };
    frame = requestAnimationFrame(pass);
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, run]);
  const set = (wanted: boolean) => {
    if (wanted && (spot.at === null || spot.at >= run.endedAt)) spot.go(0);
    setPlaying(wanted);
  };
  return { playing, set, speed, choose };
}

const after = (moments: Float64Array, at: number): number | undefined => moments[lastAtMost(moments, at) + 1];
