import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { FilterFault } from '../model/filter';
import { Icon } from './icon';

interface FilterBoxProps {
  /** The filter that is in force. */
  text: string;
  fault: FilterFault | null;
  /** How many packets pass, and of how many; nothing where no filter is in force. */
  passing: { packets: number; of: number } | null;
  set(text: string): void;
}

/** Filters that are often wanted. */
const IDEAS = ['tcp', 'udp', 'icmp', 'dns', 'http', 'tls', 'arp', 'tcp.flags.syn == 1', 'tcp.flags.reset == 1', 'tcp.port == 443', 'ip.addr == 10.0.0.1', 'ip.src == 10.0.0.0/8'];

/** A pause in typing after which a filter is taken; in milliseconds. */
const PAUSE = 300;

/** Which packets the list shows, as Wireshark's display filters say it. */
export function FilterBox({ text, fault, passing, set }: FilterBoxProps) {
  const [typed, type] = useState(text);
  // At once: what is typed meanwhile stays.
  useLayoutEffect(() => type(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => set(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const now = (event: Event) => {
    event.preventDefault();
    set(typed);
  };
  return (
    <form class="filter-box" role="search" aria-label="Packets" onSubmit={now}>
      <label class="filter-field">
        <span>Filter</span>
        <input
          type="text" value={typed} list="filter-ideas" spellcheck={false} autocomplete="off" autocapitalize="off" placeholder="tcp.port == 443 &amp;&amp; ip.src == 10.0.0.1"
          aria-invalid={fault !== null} aria-describedby={fault === null ? undefined : 'filter-fault'}
          onInput={(event) => type(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Escape' && set('')}
        />
      </label>
      <datalist id="filter-ideas">{IDEAS.map((idea) => <option key={idea} value={idea} />)}</datalist>
      {typed !== '' && <button type="button" class="quiet" onClick={() => set('')}>Show all</button>}
      <span class="filter-count" role="status">{passing !== null && `${GROUPED.format(passing.packets)} of ${GROUPED.format(passing.of)}`}</span>
      {fault !== null && <p id="filter-fault" class="filter-fault"><Icon name="warning" /> {sentence(fault.message)}</p>}
    </form>
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const GROUPED = new Intl.NumberFormat('en');
