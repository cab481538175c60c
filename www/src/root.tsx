import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { App } from './app';
import { Header } from './view/header';
import { useView } from './views';

/** The view that the address asks for. Who only decodes never loads the lab. */
export function Root() {
  const view = useView();
  return view === 'lab' ? <LabOnceLoaded /> : <App />;
}

function LabOnceLoaded() {
  const [Lab, setLab] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import('./lab/lab').then(({ Lab: loaded }) => setLab(() => loaded), () => setFailed(true));
  }, []);
  if (Lab !== null) return <Lab />;
  return (
    <>
      <Header view="lab" title="What does TCP make of it?" address={null} />
      <main><p class="nothing" role="status">{failed ? 'The lab could not be loaded. Load the page again.' : 'The lab is being loaded …'}</p></main>
    </>
  );
}
