import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

const PAUSE_MS = 1500;

/** Asks the page's loader again and again while something is under way; without JavaScript there is a link. */
export function useReloadWhile(active: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => void revalidate(), PAUSE_MS);
    return () => clearInterval(timer);
  }, [active, revalidate]);
}
