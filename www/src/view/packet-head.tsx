import { Icon } from './icon';
import type { Found } from '../model/state';

interface PacketHeadProps {
  index: number;
  count: number;
  found: Found | null;
  choose(index: number): void;
}

/** Which packet is shown, when it was captured, and the way to the next. */
export function PacketHead({ index, count, found, choose }: PacketHeadProps) {
  const length = found?.data.length ?? 0;
  const cut = found?.original !== undefined && found.original > length ? `${length} of its ${found.original} bytes were captured` : null;
  const words = [found?.time, cut, found?.comment].filter(Boolean);
  if (count < 2 && words.length === 0) return null;
  return (
    <div class="packet-head">
      {count > 1 && (
        <>
          <p>Packet <strong>{GROUPED.format(index + 1)}</strong> of {GROUPED.format(count)}</p>
          <div class="packet-steps">
            <button type="button" class="button icon-only small" disabled={index === 0} onClick={() => choose(index - 1)}><Icon name="back" /><span class="sr-only">Previous packet</span></button>
            <button type="button" class="button icon-only small" disabled={index + 1 >= count} onClick={() => choose(index + 1)}><Icon name="chevron" /><span class="sr-only">Next packet</span></button>
          </div>
        </>
      )}
      {words.length > 0 && <p class="packet-when">{words.join(' · ')}</p>}
    </div>
  );
}

const GROUPED = new Intl.NumberFormat('en');
