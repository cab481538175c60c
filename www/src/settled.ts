import { useEffect, useState } from 'preact/hooks';

/** A value once it has stood for so many milliseconds; nothing until then. */
export function useSettled<T>(value: T | null, milliseconds: number): T | null {
  const [settled, setSettled] = useState<T | null>(milliseconds === 0 ? value : null);
  useEffect(() => {
    if (value === null || milliseconds === 0) {
      setSettled(value);
      return;
    }
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return value === null ? null : settled;
}
