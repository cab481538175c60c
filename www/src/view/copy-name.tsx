import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon';

/** A field's name in Wireshark's display filters, to be copied. */
export function CopyName({ name }: { name: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => setCopied(false), [name]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(name);
      setCopied(true);
    } catch {
      // Not allowed here: the name can still be selected by hand.
    }
  };
  return (
    <button type="button" class="filter" title="Copy Wireshark’s name for it" onClick={copy}>
      <span class="sr-only">Copy Wireshark’s name </span><code>{name}</code><Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
