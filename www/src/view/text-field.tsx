import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { ViewProps } from '../app';
import { useBeforePaint } from '../before-paint';
import { partsOf, type Fault } from '../model/reading';
import type { Light } from '../model/mark';

export type FieldRef = { current: HTMLTextAreaElement | null };

type Parts = readonly (readonly [start: number, end: number])[];

interface TextFieldProps extends ViewProps {
  field: FieldRef;
  error: Fault | null;
  chosen: Light;
  passing: Light;
}

/** A last empty line has no height of its own but in a text field; this, of no width, gives it one. */
const END = '\u200b';

/** Longer texts have no marks behind them: laying them out twice would take its time. */
const MARKED_AT_MOST = 300_000;

/** The text, and behind it marks where the packet, the selected field and what is wrong stand in it. */
export function TextField({ state, error, chosen, passing, dispatch, field }: TextFieldProps) {
  const { text, read, index, frame } = state;
  const mirror = useRef<HTMLDivElement>(null);
  const untouched = state.origin !== 'typing';
  const packet = state.error === null && frame !== null ? read?.packets[index] : undefined;
  const inText = (first: number, end: number): Parts => (packet === undefined ? [] : partsOf(packet.places, text, first, end));
  const bytes = ({ start, end }: Light): Parts => (end > start ? inText(start >> 3, (end + 7) >> 3) : []);
  const several = (read?.packets.length ?? 0) > 1;
  const marks = useMemo(() => ({
    'dump-packet': several ? inText(0, packet?.data.length ?? 0) : [],
    'dump-warning': state.error === null ? (read?.warnings ?? []).filter((warning) => !spansAll(warning, text)).map(({ start, end }) => [start, end] as const) : [],
    'dump-passing': bytes(passing),
    'dump-chosen': bytes(chosen),
    'dump-fault': error === null || error.end === 0 ? [] : [[error.start, error.end] as const],
  }), [text, packet, read, chosen, passing, error]);
  useMarks(mirror, field, marks, text);
  const input = (event: InputEvent) => {
    const pasted = event.inputType === 'insertFromPaste' || event.inputType === 'insertFromDrop';
    dispatch({ type: 'text', text: (event.currentTarget as HTMLTextAreaElement).value, origin: pasted ? 'choice' : 'typing' });
  };
  // What nobody typed gives way to a paste, wherever the click was; by the browser's own hand, so that undo brings it back.
  const paste = () => {
    if (untouched && error === null) field.current?.select();
  };
  const spot = (event: Event) => {
    const { selectionStart, selectionEnd } = event.currentTarget as HTMLTextAreaElement;
    if (selectionStart === selectionEnd) dispatch({ type: 'spot', at: selectionStart });
  };
  return (
    <div class="text-field">
      <div class="mirror" aria-hidden="true" ref={mirror}>{text.length > MARKED_AT_MOST ? '' : text + END}</div>
      <textarea
        id="dump" ref={field} class="dump" value={text} rows={3} spellcheck={false} autocomplete="off" autocapitalize="off"
        placeholder="Paste what tcpdump, Wireshark, xxd, hexdump or a program printed …"
        aria-invalid={error !== null} aria-describedby={error === null ? undefined : 'dump-error'}
        onInput={input} onFocus={() => untouched && error === null && field.current?.select()} onClick={spot} onPaste={paste}
        onKeyUp={(event) => /^(Arrow|Home|End|Page)/.test(event.key) && !event.shiftKey && spot(event)}
        onScroll={(event) => scrollAlong(mirror.current, event.currentTarget)}
      />
    </div>
  );
}

/** A mark under all of the text says nothing. */
const spansAll = ({ start, end }: { start: number; end: number }, text: string): boolean => end === 0 || end - start >= text.trim().length - 1;

function scrollAlong(mirror: HTMLElement | null, field: HTMLElement): void {
  if (mirror !== null) mirror.scrollTop = field.scrollTop;
}

/** Draws marks without touching what is laid out; browsers that cannot, draw none. */
function useMarks(mirror: { current: HTMLDivElement | null }, field: FieldRef, marks: Record<string, Parts>, text: string): void {
  useLayoutEffect(() => {
    const node = mirror.current?.firstChild;
    if (!('highlights' in CSS) || !(node instanceof Text)) return;
    Object.entries(marks).forEach(([name, parts], priority) => {
      const highlight = new Highlight(...parts.map(([start, end]) => rangeOf(node, start, end)));
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
    });
    return () => Object.keys(marks).forEach((name) => CSS.highlights.delete(name));
  }, [marks]);
  useBeforePaint(() => {
    const first = marks['dump-fault']?.[0] ?? marks['dump-chosen']?.[0];
    const node = mirror.current?.firstChild;
    const area = field.current;
    if (first === undefined || area === null || !(node instanceof Text) || document.activeElement === area) return;
    const box = mirror.current!.getBoundingClientRect();
    const { top, bottom } = rangeOf(node, first[0], first[1]).getBoundingClientRect();
    if (top < box.top + 8) area.scrollTop -= box.top + 8 - top;
    else if (bottom > box.bottom - 8) area.scrollTop += Math.min(bottom - box.bottom + 8, top - box.top - 8);
    scrollAlong(mirror.current, area);
  }, [marks['dump-chosen'], marks['dump-fault']]);
  useBeforePaint(() => {
    if (field.current !== null) scrollAlong(mirror.current, field.current);
  }, [text]);
}

function rangeOf(node: Text, start: number, end: number): Range {
  const range = document.createRange();
  range.setStart(node, Math.min(start, node.length));
  range.setEnd(node, Math.min(end, node.length));
  return range;
}
