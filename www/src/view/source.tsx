import { useRef } from 'preact/hooks';
import type { ViewProps } from '../app';
import { digits } from '../model/hex';
import type { Light } from '../model/mark';
import type { Fault } from '../model/reading';
import type { State } from '../model/state';
import { EXAMPLES, type Example } from '../words/examples';
import { FaultMessage, HowRead, Warnings } from './how-read';
import { OpenFile } from './open-file';
import { TextField, type FieldRef } from './text-field';

interface SourceProps extends ViewProps {
  error: Fault | null;
  chosen: Light;
  passing: Light;
  open(files: readonly File[]): void;
}

/** Where the packets come from: a text, a file or an example; and how they were read. */
export function Source({ state, error, chosen, passing, dispatch, open }: SourceProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, frame, read } = state;
  const shown = frame === null || state.error !== null || read?.packets.length !== 1 ? null : digits(frame.bytes);
  const example = EXAMPLES.find(({ hex }) => hex === shown);
  return (
    <section class="source" aria-labelledby="source-label">
      <div class="source-head">
        <label id="source-label" for="dump">Packets, in any form</label>
        <span class="count">{countText(state)}</span>
        <div class="source-actions">
          {text !== '' && <button type="button" class="quiet" onClick={() => clear(field, dispatch)}>Clear</button>}
          <OpenFile open={open} />
        </div>
      </div>
      <TextField state={state} error={error} chosen={chosen} passing={passing} dispatch={dispatch} field={field} />
      {error !== null && <FaultMessage error={error} text={text} field={field} />}
      {(frame !== null || state.error !== null) && <HowRead state={state} dispatch={dispatch} />}
      {error === null && state.error === null && read !== null && <Warnings warnings={read.warnings} text={text} field={field} />}
      <Examples chosen={example} pick={(picked) => dispatch({ type: 'example', example: picked })} />
      {example !== undefined && <p class="about">{example.about}</p>}
    </section>
  );
}

function countText({ read, error, frame }: State): string | null {
  if (error !== null || read === null || frame === null) return null;
  const bytes = read.packets.reduce((sum, { data }) => sum + data.length, 0);
  return `${read.packets.length > 1 ? `${read.packets.length} packets, ` : ''}${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

function clear(field: FieldRef, dispatch: ViewProps['dispatch']): void {
  dispatch({ type: 'text', text: '', origin: 'choice' });
  field.current?.focus();
}

function Examples({ chosen, pick }: { chosen: Example | undefined; pick(example: Example): void }) {
  return (
    <div class="examples" role="group" aria-label="Examples">
      {EXAMPLES.map((example) => (
        <button
          key={example.id} type="button" class="chip" aria-pressed={example === chosen} title={example.about}
          onClick={() => pick(example)}
        >{example.label}</button>
      ))}
    </div>
  );
}
