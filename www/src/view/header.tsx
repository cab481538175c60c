import { useEffect, useState } from 'preact/hooks';
import { useTheme } from '../theme';
import { NAMES, placeOfView, type ViewName } from '../views';
import { Icon } from './icon';

interface HeaderProps {
  view: ViewName;
  title: string;
  /** The address of just what is shown; nothing where there is nothing. */
  address: (() => string) | null;
}

export function Header({ view, title, address }: HeaderProps) {
  const [theme, toggle] = useTheme();
  return (
    <header class="top">
      <p class="brand">
        <Icon name="mark" />
        <span class="wordmark">drywire</span>
      </p>
      <Views view={view} />
      <h1>{title}</h1>
      <div class="actions">
        <CopyLink address={address} />
        <button type="button" class="button icon-only" aria-pressed={theme === 'dark'} aria-label="Dark theme" title="Dark theme" onClick={toggle}>
          <Icon name={theme === 'dark' ? 'moon' : 'sun'} />
        </button>
      </div>
    </header>
  );
}

/** From one view to the other. Who comes back finds what was there. */
function Views({ view }: { view: ViewName }) {
  const stay = (event: Event, name: ViewName) => name === view && event.preventDefault();
  return (
    <nav class="views" aria-label="Views">
      {(['decoder', 'lab'] as const).map((name) => (
        <a key={name} href={placeOfView(name)} aria-current={name === view ? 'page' : undefined} onClick={(event) => stay(event, name)}>{NAMES[name]}</a>
      ))}
    </nav>
  );
}

type Copied = 'yes' | 'no' | null;

function CopyLink({ address }: Pick<HeaderProps, 'address'>) {
  const [copied, setCopied] = useState<Copied>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 4000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => address !== null && setCopied(await write(address()));
  return (
    <>
      <span class="copied" role="status">
        {copied === 'yes' && 'Link copied'}
        {copied === 'no' && 'Copying is not allowed here: copy the address instead'}
      </span>
      <button type="button" class="button" disabled={address === null} onClick={copy}>
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
