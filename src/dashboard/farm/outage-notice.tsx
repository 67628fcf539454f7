import { useEffect, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { openFarmEvents } from './farm-events.ts';
import { useIsOutage } from './outage.ts';

/** Keeps the page live, and says so when it is not. Lies over the page, so that nothing moves when it comes and goes. */
export function OutageNotice() {
  const client = useQueryClient();
  const [events] = useState(() => openFarmEvents(client));
  useEffect(() => events.open(), [events]);
  const connection = useSyncExternalStore(events.subscribe, events.connection);
  const isOutage = useIsOutage();
  // Always there, so that its words are spoken when they come.
  return (
    <output className="outage">
      {(isOutage || connection === 'lost') &&
        'The farm does not answer; this page shows what it last said and tries again by itself.'}
    </output>
  );
}
