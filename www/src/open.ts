/** What is done with files and with texts that come from elsewhere. */
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { asFile, shortText } from './files';
import type { Shelf } from './view/shelf';

/** Files that came together, the one that was chosen, and the text that was in it, if it went into the field. */
interface Chosen {
  readonly files: readonly File[];
  readonly at: number;
  readonly text: string | null;
}

/** What reads files beside the page. */
interface Beside {
  open(file: File): void;
  close(): void;
  /** The file that was opened, while nothing is to be seen of it. */
  coming(): File | null;
}

/** `beside` takes what is read beside the page, `show` what goes into the text field. */
export function useOpen(beside: Beside, show: (text: string) => void) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [overtaken, setOvertaken] = useState<File | null>(null);
  // A file's text takes a moment to come: by then another may have been chosen, or a text typed.
  const pending = useRef<File | null>(null);
  const take = useCallback(async (files: readonly File[], at: number) => {
    const file = files[at]!;
    pending.current = file;
    setOvertaken(null);
    const text = (await shortText(file))?.trimEnd() ?? null;
    if (pending.current !== file) return;
    pending.current = null;
    setChosen({ files, at, text });
    if (text === null) beside.open(file);
    else show(text);
  }, []);
  // What the reader did last stays, whatever of what was done before comes later.
  const overtake = useCallback((typing: boolean) => {
    const late = pending.current ?? beside.coming();
    pending.current = null;
    if (late === null) return typing || setOvertaken(null);
    beside.close();
    setOvertaken(late);
  }, []);
  const forget = useCallback(() => {
    pending.current = null;
    setOvertaken(null);
    setChosen(null);
  }, []);
  const files = useCallback((some: readonly File[]) => void take(some, 0), []);
  const text = useCallback((pasted: string) => {
    overtake(false);
    setChosen(null);
    const file = asFile(pasted);
    if (file === null) show(pasted);
    else beside.open(file);
  }, []);
  usePaste(text, files);
  return {
    text, files, forget, overtake,
    /** The file that was not opened, because something else was done before it had been read. */
    overtaken,
    choose: (index: number) => chosen !== null && void take(chosen.files, index),
    /** The files, where there are several, beside the text that is shown or beside a file. */
    shelfBeside: (shown: string | null): Shelf | null =>
      (chosen === null || chosen.files.length < 2 ? null : { files: chosen.files, at: chosen.text === shown ? chosen.at : null }),
  };
}

/** Text that is pasted anywhere but into a field holds packets, and files do. */
function usePaste(take: (text: string) => void, open: (files: readonly File[]) => void): void {
  // Before anything is painted: whoever has pasted into a page that has just appeared is heard.
  useLayoutEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...event.clipboardData?.files ?? []];
      const text = event.clipboardData?.getData('text/plain').trimEnd() ?? '';
      const inField = (event.target as Element | null)?.closest('textarea, input, select') != null;
      // A field takes what fits it.
      if (files.length === 0 && (text === '' || (inField && asFile(text) === null))) return;
      event.preventDefault();
      if (files.length > 0) open(files);
      else take(text);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, []);
}
