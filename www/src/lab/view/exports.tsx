import type { Run, Scenario } from 'drywire/sim';
import { programOf } from '../model/settings';

/** The run as a capture, and the scenario to run elsewhere. */
export function Exports({ run, scenario, name }: { run: Run; scenario: Scenario; name: string }) {
  return (
    <div class="exports" role="group" aria-label="Download">
      <span>Download</span>
      <button type="button" class="button" onClick={() => save(`${name}.pcapng`, run.pcapng as Uint8Array<ArrayBuffer>, 'application/octet-stream')}>Capture (pcapng)</button>
      <button type="button" class="button" onClick={() => save(`${name}.json`, `${JSON.stringify(scenario, null, 2)}\n`, 'application/json')}>Scenario (JSON)</button>
      <button type="button" class="button" onClick={() => save(`${name}.mjs`, programOf(scenario), 'text/javascript')}>JavaScript</button>
    </div>
  );
}

function save(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser has yet to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
