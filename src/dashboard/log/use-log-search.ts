import { useEffect, useEffectEvent, useState } from 'react';
import { isTyping } from '../keys/is-typing.ts';
import type { FollowedLog } from './follow-log.ts';
import type { Place } from './log-rows.ts';

export type LogSearch = {
  readonly text: string;
  readonly type: (text: string) => void;
  /** Looks for what was typed, or goes on to the next match where that was looked for already. */
  readonly step: (by: 1 | -1) => void;
  /** `3 of 17`. */
  readonly said: string;
};

/** Finds a text in the whole log, of which the page has only a part: the farm looks. */
export function useLogSearch(log: FollowedLog, show: (place: Place) => void): LogSearch {
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ text: string; places: readonly Place[]; at: number } | null>(null);
  const goTo = (places: readonly Place[], at: number): void => {
    setFound({ text, places, at });
    const place = places[at];
    if (place !== undefined) show(place);
  };
  const step = (by: 1 | -1): void => {
    if (text.trim() === '') return;
    if (found === null || found.text !== text) {
      log.search(text).then(
        (places) => goTo(places, by === 1 ? 0 : places.length - 1),
        () => undefined,
      );
      return;
    }
    const { places, at } = found;
    if (places.length > 0) goTo(places, (at + by + places.length) % places.length);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (event.key === 'n') step(1);
    if (event.key === 'N') step(-1);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  const isSaid = found !== null && found.text === text;
  const count = found?.places.length ?? 0;
  const said = !isSaid ? '' : count === 0 ? 'nothing found' : `${(found?.at ?? 0) + 1} of ${count}`;
  return { text, type: setText, step, said };
}
