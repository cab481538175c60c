import { bytesOf, fieldsAt, isLeaf, type Frame, type Node } from '../model/frame';
import type { Light } from '../model/mark';
import type { Action } from '../model/state';
import { explain } from '../words/glossary';
import { Bits } from './bits';
import { CopyName } from './copy-name';
import { FieldProblem } from './field-problem';
import { Icon } from './icon';

interface DetailProps {
  frame: Frame;
  light: Light;
  /** Whether something is selected; otherwise this shows what the pointer is at, for as long as it is there. */
  kept: boolean;
  dispatch(action: Action): void;
}

/** What is selected, or pointed at, up close: its meaning, its place, its bits. */
export function Detail({ frame, light, kept, dispatch }: DetailProps) {
  const [node] = light.nodes;
  return (
    <section class="detail" aria-labelledby="detail-title" data-kept={kept || undefined}>
      <h2 id="detail-title" class="sr-only">Selected field</h2>
      {node !== undefined && (
        <button type="button" class="quiet dismiss" onClick={() => dispatch({ type: 'select', mark: null })}><Icon name="close" /><span class="sr-only">Select nothing</span></button>
      )}
      {node === undefined
        ? <p class="detail-hint">Point at a byte or a field to see its bits. Click, or use the arrow keys, to keep it.</p>
        : light.nodes.length === 1
          ? <One frame={frame} node={node} light={light} dispatch={dispatch} />
          : <Several frame={frame} light={light} dispatch={dispatch} />}
    </section>
  );
}

type PartProps = Omit<DetailProps, 'kept'>;

function One({ frame, node, light, dispatch }: PartProps & { node: Node }) {
  const about = explain(node.filter ?? '');
  const parts = node.children.map((id) => frame.nodes[id]!);
  return (
    <>
      <div class="detail-head">
        <p class="detail-label">{node.label}</p>
        <p class="detail-value">{node.text}</p>
      </div>
      <p class="detail-place">
        <span>{place(node)}{light.byte !== null && node.end - node.start > 8 && `; you are at byte ${light.byte}`}</span>
        {node.filter !== null && <CopyName name={node.filter} />}
      </p>
      {(isLeaf(node) || node.kind === 'group') && <Bits frame={frame} start={node.start} end={node.end} byte={light.byte} dispatch={dispatch} />}
      {node.kind === 'field' && <Reading frame={frame} node={node} />}
      {about !== null && <p class="detail-about">{about.text} {about.source !== '' && <cite>{about.source}</cite>}</p>}
      {node.kind === 'group' && <Parts parts={parts} dispatch={dispatch} />}
      {node.problems.map((problem, index) => <FieldProblem key={index} problem={problem} />)}
    </>
  );
}

/** A byte that several fields share. */
function Several({ frame, light, dispatch }: PartProps) {
  const byte = light.byte!;
  return (
    <>
      <div class="detail-head">
        <p class="detail-label">Byte {byte}</p>
        <p class="detail-value">{fieldsAt(frame, byte).length} fields share it</p>
      </div>
      <Bits frame={frame} start={light.start} end={light.end} byte={light.byte} dispatch={dispatch} />
      <Parts parts={light.nodes} dispatch={dispatch} />
    </>
  );
}

function Parts({ parts, dispatch }: { parts: readonly Node[]; dispatch: DetailProps['dispatch'] }) {
  return (
    <ul class="parts">
      {parts.map((part) => (
        <li key={part.id}>
          <button type="button" class="part" onClick={() => dispatch({ type: 'select', mark: { node: part.id } })}>
            <span class="part-label">{part.label}</span>
            <span class="part-value">{part.text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The field's bits as a number in three ways, where it is short enough to be read as one. */
function Reading({ frame, node }: { frame: Frame; node: Node }) {
  const width = node.end - node.start;
  if (width < 2 || width > 32) return null;
  const number = numberAt(frame.bytes, node.start, node.end);
  return (
    <dl class="reading">
      <div><dt>binary</dt><dd>{width <= 16 ? grouped(number.toString(2).padStart(width, '0')) : '–'}</dd></div>
      <div><dt>hex</dt><dd>0x{number.toString(16).padStart(Math.ceil(width / 4), '0')}</dd></div>
      <div><dt>decimal</dt><dd>{number.toLocaleString('en').replaceAll(',', '\u202f')}</dd></div>
    </dl>
  );
}

const grouped = (bits: string): string => bits.replace(/\B(?=(.{4})+$)/g, ' ');

/** The number that a run of at most 32 bits makes, most significant first. */
function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let bit = start; bit < end; bit++) number = number * 2 + ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1);
  return number;
}

/** Where a node stands, in words: bits are counted as they stand in the byte, 7 the highest. */
function place(node: Node): string {
  const [first, end] = bytesOf(node);
  if (end === first) return `at byte ${first}, empty`;
  if (node.start % 8 === 0 && node.end % 8 === 0) return end - first === 1 ? `byte ${first}` : `bytes ${first} to ${end - 1}, ${end - first} in all`;
  const high = 7 - (node.start & 7);
  const low = 7 - ((node.end - 1) & 7);
  if (end - first === 1) return high === low ? `byte ${first}, bit ${high}` : `byte ${first}, bits ${high} to ${low}`;
  return `byte ${first}, bit ${high}, to byte ${end - 1}, bit ${low}`;
}
