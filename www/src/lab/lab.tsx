import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Run, Scenario } from 'drywire/sim';
import { Footer } from '../view/footer';
import { Header } from '../view/header';
import { LAB_KEYS } from '../words/keys';
import { axisOf, lastAtMost } from './model/axis';
import { useLabAddress } from './address';
import { useKeys } from './keys';
import { scenariosOf, startOf, toggled, type Base, type Presets, type Settings } from './model/settings';
import { sentence } from './model/told';
import { usePlay, useSpot } from './play';
import { useRunner, type Ran } from './runner';
import { Controls, Presets as PresetButtons } from './view/controls';
import { Exports } from './view/exports';
import { History } from './view/history';
import { Ladder } from './view/ladder';
import { Outcomes } from './view/outcome';
import { Plots } from './view/plots';
import { Sides } from './view/sides';
import { Transport } from './view/transport';
import { ENDINGS } from './words';
import './lab.css';
import './ladder.css';

/** Two endpoints over a path that loses what it is told to: run in a worker, shown here. */
export function Lab() {
  const { presets, ran, busy, failure, run } = useRunner();
  const [settings, setSettings] = useState<Settings | null>(null);
  const spot = useSpot();
  const address = useLabAddress(presets, settings, spot.at, (place) => {
    setSettings(place.settings);
    spot.go(place.at);
  });
  useEffect(() => {
    document.title = 'TCP lab · drywire';
  }, []);
  // At once: nobody is to take the last run for that of these settings.
  useLayoutEffect(() => {
    if (presets !== null && settings !== null) run(scenariosOf(settings, presets));
  }, [presets, settings]);
  const choose = (base: Base) => {
    if (presets === null) return;
    address.turn();
    spot.go(null);
    setSettings(startOf(base, presets));
  };
  return (
    <>
      <Header view="lab" title="What does TCP make of it?" address={settings === null ? null : () => address.current()} />
      <main class="lab" aria-busy={busy}>
        {address.complaints.length > 0 && (
          <div class="lab-complaints" role="alert">{address.complaints.map((words) => <p key={words}>{words}</p>)}</div>
        )}
        {failure !== null && <p class="lab-complaints" role="alert">{failure}</p>}
        {settings !== null && presets !== null && (
          <Choices settings={settings} presets={presets} choose={choose} set={setSettings} />
        )}
        {ran !== null && settings !== null
          ? <Shown ran={ran} settings={settings} spot={spot} set={setSettings} />
          : failure === null && <p class="nothing" role="status">The first run is being made …</p>}
      </main>
      <Footer keys={LAB_KEYS}>
        Both hosts and the path between them run in this page, in virtual time: the same address gives the same run, to the byte, on every machine.
      </Footer>
    </>
  );
}

interface ChoicesProps {
  settings: Settings;
  presets: Presets;
  choose(base: Base): void;
  set(settings: Settings): void;
}

function Choices({ settings, presets, choose, set }: ChoicesProps) {
  const [wide] = useState(() => matchMedia('(min-width: 60rem)').matches);
  return (
    <>
      <PresetButtons base={settings.base} choose={choose} />
      <details class="lab-settings" open={wide}>
        <summary>Settings</summary>
        <Controls settings={settings} change={(part) => set({ ...settings, ...part })} reset={() => set(startOf(settings.base, presets))} />
      </details>
    </>
  );
}

interface ShownProps {
  ran: Ran;
  settings: Settings;
  spot: ReturnType<typeof useSpot>;
  set(settings: Settings): void;
}

/** A finished run, at the moment that was chosen. */
function Shown({ ran, settings, spot, set }: ShownProps) {
  const [which, setWhich] = useState(0);
  const runs = ran.runs.map((run, index) => [ran.scenarios[index]!.protocol ?? 'tcp', run] as const);
  const [protocol, run] = runs[Math.min(which, runs.length - 1)]!;
  const scenario = ran.scenarios[Math.min(which, runs.length - 1)]!;
  const axis = useMemo(() => axisOf(run.packets), [run]);
  const moments = useMemo(() => momentsOf(run, axis.times), [run, axis]);
  const { packet, at, step } = spot.over(run);
  const play = usePlay(spot, run, moments);
  const [pointed, point] = useState<number | null>(null);
  const go = (to: number) => spot.go(to);
  const toggle = (index: number) => {
    const chosen = run.packets[index];
    if (chosen !== undefined) set(toggled(settings, chosen.fromLeft, chosen.number));
  };
  useKeys({ step, go, play: () => play.set(!play.playing), end: run.endedAt });
  return (
    <div class="lab-shown">
      <Transport
        moments={moments} at={at} endedAt={run.endedAt} playing={play.playing} speed={play.speed}
        go={go} step={step} play={play.set} chooseSpeed={play.choose}
      />
      <div class="lab-panes">
        <section class="ladder-pane" aria-label="Ladder">
          <div class="pane-head">
            <h2>{endedText(run, scenario)}</h2>
            {runs.length > 1 && runs.map(([name], index) => (
              <button key={name} type="button" class="quiet" aria-pressed={index === which} onClick={() => setWhich(index)}>{name.toUpperCase()}</button>
            ))}
          </div>
          <div class="ladder-ends" aria-hidden="true"><span>Left <small>10.0.0.1</small></span><em>Click a packet to drop it</em><span>Right <small>10.0.0.2</small></span></div>
          {run.packets.length === 0 ? <p class="nothing">Nobody sent anything.</p> : (
            <>
              <Ladder
                key={`${settings.base} ${protocol}`} packets={run.packets} axis={axis} at={at} follows={spot.at !== null} current={packet}
                choose={spot.choose} point={point} toggle={toggle}
              />
              <Pointed run={run} packet={pointed ?? packet} quiet={play.playing || pointed !== null} toggle={toggle} />
            </>
          )}
          <Exports run={run} scenario={scenario} name={`${settings.base}-${protocol}`} />
        </section>
        <div class="lab-side">
          {protocol === 'tcp' && <Sides run={run} at={at} />}
          {protocol === 'tcp' && <Plots left={run.left} right={run.right} at={at} go={go} />}
          <Outcomes runs={runs} />
        </div>
        {protocol === 'tcp' && <History run={run} at={at} go={go} />}
      </div>
    </div>
  );
}

interface PointedProps {
  run: Run;
  packet: number;
  /** Whether a screen reader is not to be told of each. */
  quiet: boolean;
  toggle(packet: number): void;
}

/** The packet that is pointed at, or the current one, in words. */
function Pointed({ run, packet, quiet, toggle }: PointedProps) {
  const shown = run.packets[packet];
  if (shown === undefined) return null;
  return (
    <div class="pointed">
      <div aria-live={quiet ? 'off' : 'polite'}>
        <p>{sentence(shown)}</p>
        {shown.why !== null && !shown.copy && <p class="because"><strong>Sent because</strong> {shown.why}. <cite>{shown.section}</cite></p>}
      </div>
      <button type="button" class="button" onClick={() => toggle(packet)}>{shown.lost === 'on the list' ? 'Let it through' : 'Drop it'}</button>
    </div>
  );
}

function endedText(run: Run, { protocol }: Scenario): string {
  const packets = `${run.packets.length} ${run.packets.length === 1 ? 'packet' : 'packets'}`;
  return `${packets} over ${protocol === 'udp' ? 'UDP' : 'TCP'}; the run ended because ${ENDINGS[run.ending]}`;
}

/** All times at which something happens, in order, each once. */
function momentsOf(run: Run, times: Float64Array): Float64Array {
  const others = [0, run.endedAt, ...[run.left, run.right].flatMap(({ states, decisions, events }) => [...states, ...decisions, ...events].map(({ at }) => at))];
  const fresh = others.filter((at) => times[lastAtMost(times, at)] !== at);
  return Float64Array.from(new Set([...times, ...fresh])).sort();
}
