/** Files that came together: one is shown, and any other is a click away. */
export interface Shelf {
  readonly files: readonly File[];
  /** Which of them is shown; nothing once something else is. */
  readonly at: number | null;
}

/** Of more files than this, the first have a button. */
const SHOWN = 24;

export function ShelfOfFiles({ shelf: { files, at }, choose }: { shelf: Shelf; choose(index: number): void }) {
  const more = files.length - SHOWN;
  return (
    <div class="shelf" role="group" aria-label="Files">
      <p>{files.length} files, shown one at a time:</p>
      {files.slice(0, SHOWN).map((file, index) => (
        <button key={index} type="button" class="chip" aria-pressed={index === at} onClick={() => choose(index)}>{file.name}</button>
      ))}
      {more > 0 && <p>and {more} more, which were not opened</p>}
    </div>
  );
}
