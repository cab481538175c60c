import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon';

/** A button that asks for files. */
export function OpenFile({ open }: { open(files: readonly File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  const take = (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    const files = [...field.files ?? []];
    // The same file may be opened again: it can have changed.
    field.value = '';
    if (files.length > 0) open(files);
  };
  return (
    <>
      <input ref={input} type="file" multiple class="sr-only" tabIndex={-1} aria-hidden="true" onChange={take} />
      <button type="button" class="button small" onClick={() => input.current?.click()}><Icon name="file" /> Open a file</button>
    </>
  );
}

interface DropProps {
  open(files: readonly File[]): void;
  take(text: string): void;
}

/** Files and texts that are dropped anywhere on the page. */
export function DropZone({ open, take }: DropProps) {
  const [over, setOver] = useState(false);
  const taken = useRef({ open, take });
  taken.current = { open, take };
  useLayoutEffect(() => {
    const inText = (event: Event) => (event.target as Element | null)?.closest?.('textarea') != null;
    const wants = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    const drag = (event: DragEvent) => {
      if (!wants(event) && (inText(event) || !event.dataTransfer?.types.includes('text/plain'))) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      const files = [...event.dataTransfer?.files ?? []];
      const text = event.dataTransfer?.getData('text/plain').trim();
      if (files.length === 0 && (!text || inText(event))) return;
      event.preventDefault();
      if (files.length > 0) taken.current.open(files);
      else if (text) taken.current.take(text);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return over ? <div class="drop" aria-hidden="true"><p>Drop a capture or a dump, to read it here</p></div> : null;
}
