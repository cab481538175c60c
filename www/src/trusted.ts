/** The workers that the page may start: Trusted Types let it name these addresses and no others. */
import labUrl from './lab/worker?worker&url';
import readerUrl from './capture/reader?worker&url';

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: Policy): Policy };

const OURS: readonly string[] = [labUrl, readerUrl];

/** Where a browser has no Trusted Types, the address alone does. */
const policy: Policy | undefined = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy('drywire-worker', {
  createScriptURL: (url) => {
    if (!OURS.includes(url)) throw new TypeError('this page starts no such worker');
    return url;
  },
});

const start = (url: string): Worker => new Worker(policy?.createScriptURL(url) ?? url, { type: 'module' });

/** The worker that runs the lab's scenarios. */
export const startLab = (): Worker => start(labUrl);

/** The worker that reads files. */
export const startReader = (): Worker => start(readerUrl);
