/** Filters a file's packets, as far as they were read, without keeping others waiting. */
import type { Link } from 'drywire';
import { filterOf, isFilterFault, type Passing } from '../model/filter';
import type { Told } from './messages';
import type { Store } from './store';

/** For how long packets are looked at before others have their turn; in milliseconds. */
const BREATH = 25;

export class Sieve {
  #text = '';
  #id = 0;
  #passing: Passing | null = null;
  #seen = 0;
  #busy = false;

  constructor(readonly store: Store, readonly linkOf: (own: Link) => Link, readonly tell: (told: Told) => void) {}

  /** Begins anew, with another filter or because packets are read otherwise. */
  set(text: string, id: number): void {
    const made = filterOf(text);
    this.#text = text;
    this.#id = id;
    this.#seen = 0;
    this.#passing = made === null || isFilterFault(made) ? null : made;
    if (made !== null && isFilterFault(made)) this.tell({ told: 'refused', id, fault: made });
    void this.go();
  }

  again(id: number): void {
    if (this.#passing !== null) this.set(this.#text, id);
  }

  /** Looks at what has come since. */
  async go(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#passing !== null && this.#step(this.#passing)) await new Promise((resolve) => setTimeout(resolve));
    this.#busy = false;
  }

  /** Looks at some packets; whether there are more. */
  #step(passing: Passing): boolean {
    const packets: number[] = [];
    const end = performance.now() + BREATH;
    while (this.#seen < this.store.count && (this.#seen % 64 !== 0 || performance.now() < end)) {
      const { data, link } = this.store.at(this.#seen)!;
      if (passing.matches(data, this.linkOf(link))) packets.push(this.#seen);
      this.#seen++;
    }
    this.tell({ told: 'passed', id: this.#id, packets: Uint32Array.from(packets), seen: this.#seen });
    return this.#seen < this.store.count;
  }
}
