import { useRef } from 'preact/hooks';
import type { HexError } from 'drywire';
import type { ViewProps } from '../app';
import { digits, excerpt } from '../model/hex';
import { LINKS, type LinkChoice } from '../model/place';
import { EXAMPLES, type Example } from '../words/examples';
import { Icon } from './icon';

/** Where the packet comes from: hex text, an example, and what the first byte belongs to. */
export function Source({ state, error, dispatch }: ViewProps & { error: HexError | null }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, frame, link } = state;
  const shown = frame === null || state.error !== null ? null : digits(frame.bytes);
  const example = EXAMPLES.find(({ hex }) => hex === shown);
  return (
    <section class="source" aria-labelledby="source-label">
      <div class="source-head">
        <label id="source-label" for="hex">Packet, in hex</label>
        <span class="count">{shown !== null && frame !== null && `${frame.bytes.length} bytes`}</span>
        {text !== '' && <button type="button" class="quiet" onClick={() => clear(field.current, dispatch)}>Clear</button>}
      </div>
      <HexField field={field} text={text} error={error} untouched={state.origin !== 'typing'} dispatch={dispatch} />
      {error !== null && <HexMessage error={error} text={text} field={field} />}
      <div class="source-foot">
        <Examples chosen={example} pick={(picked) => dispatch({ type: 'example', example: picked })} />
        <LinkSelect link={link} found={frame?.dissection.link} choose={(choice) => dispatch({ type: 'link', link: choice })} />
      </div>
      {example !== undefined && <p class="about">{example.about}</p>}
    </section>
  );
}

type FieldRef = { current: HTMLTextAreaElement | null };

interface HexFieldProps extends Pick<ViewProps, 'dispatch'> {
  field: FieldRef;
  text: string;
  error: HexError | null;
  /** Whether nobody has typed into it yet: then the first paste replaces what is there. */
  untouched: boolean;
}

function HexField({ field, text, error, untouched, dispatch }: HexFieldProps) {
  const input = (event: InputEvent) => {
    const pasted = event.inputType === 'insertFromPaste' || event.inputType === 'insertFromDrop';
    dispatch({ type: 'text', text: (event.currentTarget as HTMLTextAreaElement).value, origin: pasted ? 'choice' : 'typing' });
  };
  return (
    <textarea
      id="hex" ref={field} class="hex" value={text} rows={3} spellcheck={false} autocomplete="off" autocapitalize="off"
      placeholder="4500 003c 1c46 4000 …"
      aria-invalid={error !== null} aria-describedby={error === null ? undefined : 'hex-error'}
      onInput={input} onFocus={() => untouched && error === null && field.current?.select()}
    />
  );
}

function clear(field: HTMLTextAreaElement | null, dispatch: ViewProps['dispatch']): void {
  dispatch({ type: 'text', text: '', origin: 'choice' });
  field?.focus();
}

/** What is wrong with the text, and the place itself with an arrow below it. */
function HexMessage({ error, text, field }: { error: HexError; text: string; field: FieldRef }) {
  const { before, at, after } = excerpt(text, error.index);
  const go = () => {
    field.current?.focus();
    field.current?.setSelectionRange(error.index, error.index + at.length);
  };
  return (
    <div class="hex-error" id="hex-error" role="alert">
      <p><Icon name="warning" /> {sentence(error.message)}</p>
      <pre class="pointer" aria-hidden="true">{before}<mark>{at}</mark>{after}{'\n'}{' '.repeat(before.length)}^</pre>
      <button type="button" class="quiet" onClick={go}>Show it in the text</button>
    </div>
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

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

interface LinkSelectProps {
  link: LinkChoice;
  /** What the package settled on. */
  found: string | undefined;
  choose(link: LinkChoice): void;
}

function LinkSelect({ link, found, choose }: LinkSelectProps) {
  const settled = LINKS.find(([name]) => name === found)?.[1];
  return (
    <label class="link-type">
      <span>Link type</span>
      <select value={link} onChange={(event) => choose(event.currentTarget.value as LinkChoice)}>
        {LINKS.map(([name, label]) => (
          <option key={name} value={name}>{name === 'auto' && settled !== undefined && link === 'auto' ? `${label}: ${settled}` : label}</option>
        ))}
      </select>
    </label>
  );
}
