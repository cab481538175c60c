import type { DumpFormat, DumpWarning } from 'drywire';
import type { ViewProps } from '../app';
import { linkName } from '../model/link';
import { LINKS, linkLabel, type LinkChoice } from '../model/place';
import { lineOf, excerpt } from '../model/hex';
import { hasPlace, type Fault } from '../model/reading';
import type { Found } from '../model/state';
import { FORMATS, formatLabel, isMildWarning, textAdvice, type FormatChoice } from '../words/formats';
import { Icon } from './icon';
import type { FieldRef } from './text-field';

/** How the text was read: its format, its first layer, what speaks for them, and a way to say otherwise. */
export function HowRead({ state, dispatch }: ViewProps) {
  const { found, read, format, link, error } = state;
  return (
    <div class="how" role="group" aria-label="How it is read">
      {(read !== null || error !== null || found === null) && (
        <FormatSelect format={format} found={error === null && read !== null ? read.format : null} choose={(choice) => dispatch({ type: 'format', format: choice })} />
      )}
      <LinkSelect link={link} found={error === null ? state.frame?.dissection.link : undefined} choose={(choice) => dispatch({ type: 'link', link: choice })} />
      {error === null && found !== null && <Evidence found={found} link={link} choose={(choice) => dispatch({ type: 'link', link: choice })} />}
    </div>
  );
}

function FormatSelect({ format, found, choose }: { format: FormatChoice; found: DumpFormat | null; choose(format: FormatChoice): void }) {
  const automatic = found === null ? 'Automatic' : `Automatic: ${formatLabel(found)}`;
  return (
    <label class="choice">
      <span>Read as</span>
      <select value={format} onChange={(event) => choose(event.currentTarget.value as FormatChoice)}>
        <option value="auto">{format === 'auto' ? automatic : 'Automatic'}</option>
        {FORMATS.map(([name, label]) => <option key={name} value={name}>{label}</option>)}
      </select>
    </label>
  );
}

interface LinkSelectProps {
  link: LinkChoice;
  /** What the package settled on. */
  found: string | undefined;
  choose(link: LinkChoice): void;
}

function LinkSelect({ link, found, choose }: LinkSelectProps) {
  return (
    <label class="choice">
      <span>Link type</span>
      <select value={link} onChange={(event) => choose(event.currentTarget.value as LinkChoice)}>
        {LINKS.map(([name, label]) => (
          <option key={name} value={name}>{name === 'auto' && found !== undefined && link === 'auto' ? `${label}: ${linkLabel(found)}` : label}</option>
        ))}
      </select>
    </label>
  );
}

interface EvidenceProps {
  found: Found;
  link: LinkChoice;
  choose(link: LinkChoice): void;
}

/** What speaks for the first layer that was taken, and what for the next. */
function Evidence({ found: { link: taken, guess }, link, choose }: EvidenceProps) {
  const { link: likely, confidence, runnerUp } = guess;
  const best = `${linkLabel(likely)} (${confidence} of 100)`;
  if (link !== 'auto') {
    return (
      <p class="evidence">
        Chosen by hand. The bytes speak for {best}.
        <button type="button" class="quiet" onClick={() => choose('auto')}>Back to automatic</button>
      </p>
    );
  }
  const name = linkName(taken);
  const said = name !== null && name !== likely;
  const other = said ? { link: likely, confidence } : runnerUp;
  return (
    <p class="evidence">
      {name === null && `LINKTYPE ${taken} is not read here. `}
      {said ? `${linkLabel(name)}, as is said with it; ` : confidence === 0 ? 'Nothing in the bytes speaks for any link type' : `The bytes speak for ${best}`}
      {other === null ? (confidence === 0 ? '.' : ', and for no other.') : `${said ? 'its bytes speak for' : ', then for'} ${linkLabel(other.link)} (${other.confidence}).`}
      {other !== null && <button type="button" class="quiet" onClick={() => choose(other.link)}>Read as {linkLabel(other.link)}</button>}
    </p>
  );
}

/** So many warnings are shown: a long log can have one for each line. */
const WARNINGS = 5;

/** What to know of the text that was read. */
export function Warnings({ warnings, text, field }: { warnings: readonly DumpWarning[]; text: string; field: FieldRef }) {
  if (warnings.length === 0) return null;
  // What may be missing comes before how it was read.
  const ordered = [...warnings].sort((a, b) => Number(isMildWarning(a)) - Number(isMildWarning(b)));
  return (
    <ul class="text-warnings" aria-label="What to know of this text">
      {ordered.slice(0, WARNINGS).map((warning, index) => (
        <li key={index} class={isMildWarning(warning) ? 'mild' : 'grave'}>
          <Icon name={isMildWarning(warning) ? 'note' : 'warning'} />
          <p>
            {warning.refused && <strong>A packet was left out: </strong>}
            {warning.end > 0 && warning.end - warning.start < text.trim().length - 1 && `${placeText(text, warning.start)}: `}{warning.message}.
          </p>
          {warning.end > 0 && <ShowInText field={field} start={warning.start} end={warning.end} />}
        </li>
      ))}
      {ordered.length > WARNINGS && <li><span />and {ordered.length - WARNINGS} more</li>}
    </ul>
  );
}

/** Why the text gives no packets, and the place itself with an arrow below it. */
export function FaultMessage({ error, text, field }: { error: Fault; text: string; field: FieldRef }) {
  const advice = textAdvice(error.code);
  const shown = hasPlace(error) ? excerpt(text, error.start, error.end - error.start) : null;
  return (
    <div class="dump-error" id="dump-error" role="alert">
      <p><Icon name="warning" /> {shown !== null && error.code !== 'hex' && `${placeText(text, error.start)}: `}{sentence(error.message)}</p>
      {advice !== null && <p class="advice">{advice}</p>}
      {shown !== null && (
        <pre class="pointer" aria-hidden="true">{shown.before}<mark>{shown.at}</mark>{shown.after}{'\n'}{' '.repeat(shown.before.length)}{'^'.repeat(shown.at.length)}</pre>
      )}
      {shown !== null && <ShowInText field={field} start={error.start} end={error.end} />}
    </div>
  );
}

function ShowInText({ field, start, end }: { field: FieldRef; start: number; end: number }) {
  const go = () => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };
  return <button type="button" class="quiet" onClick={go}>Show it in the text</button>;
}

const placeText = (text: string, at: number): string => {
  const { line, column } = lineOf(text, at);
  return text.trimEnd().includes('\n') ? `Line ${line}, column ${column}` : `Column ${column}`;
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
