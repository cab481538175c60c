import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../address';
import type { State } from '../model/state';
import { useTheme } from '../theme';
import { Icon } from './icon';

export function Header({ state }: { state: State }) {
  const [theme, toggle] = useTheme();
  return (
    <header class="top">
      <p class="brand">
        <Icon name="mark" />
        <span class="wordmark">drywire</span>
      </p>
      <h1>What is in these bytes?</h1>
      <div class="actions">
        <CopyLink state={state} />
        <button type="button" class="button icon-only" aria-pressed={theme === 'dark'} aria-label="Dark theme" title="Dark theme" onClick={toggle}>
          <Icon name={theme === 'dark' ? 'moon' : 'sun'} />
        </button>
      </div>
    </header>
  );
}

type Copied = 'yes' | 'no' | null;

function CopyLink({ state }: { state: State }) {
  const [copied, setCopied] = useState<Copied>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 4000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await write(addressOf(state)));
  return (
    <>
      <span class="copied" role="status">
        {copied === 'yes' && 'Link copied'}
        {copied === 'no' && 'Copying is not allowed here: copy the address instead'}
      </span>
      <button type="button" class="button" disabled={state.frame === null} onClick={copy}>
        <Icon name={copied === 'yes' ? 'check' : 'link'} />
        <span>Copy link</span>
      </button>
    </>
  );
}

async function write(text: string): Promise<Copied> {
  try {
    await navigator.clipboard.writeText(text);
    return 'yes';
  } catch {
    return 'no';
  }
}
