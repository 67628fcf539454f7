import { useEffect, useState } from 'react';

const settleMilliseconds = 150;

/** A text that somebody types, once they pause. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), settleMilliseconds);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}
