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

/** `read` takes what is read beside the page, `show` what goes into the text field. */
export function useOpen(read: (file: File) => void, show: (text: string) => void) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  // A file's text takes a moment to come: by then another may have been chosen.
  const newest = useRef(0);
  const take = useCallback(async (files: readonly File[], at: number) => {
    const turn = ++newest.current;
    const file = files[at]!;
    const text = (await shortText(file))?.trimEnd() ?? null;
    if (turn !== newest.current) return;
    setChosen({ files, at, text });
    if (text === null) read(file);
    else show(text);
  }, []);
  const forget = useCallback(() => {
    newest.current++;
    setChosen(null);
  }, []);
  const files = useCallback((some: readonly File[]) => void take(some, 0), []);
  const text = useCallback((pasted: string) => {
    forget();
    const file = asFile(pasted);
    if (file === null) show(pasted);
    else read(file);
  }, []);
  usePaste(text, files);
  return {
    text, files, forget,
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
