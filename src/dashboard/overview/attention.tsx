import { usePublishers, useUpstreams } from '../farm/upstreams.ts';
import { useQueue } from '../farm/farm-state.ts';
import { useStorage, useWorkers } from '../farm/workers.ts';
import { Link } from '../navigation/link.tsx';
import { HealthMark } from '../words/health-mark.tsx';
import { findAttention } from './find-attention.ts';
import { plainWords } from '../../domain/plain-words.ts';

/** What needs somebody, before everything else; one quiet line where nothing does. */
export function AttentionList() {
  const found = findAttention({
    queue: useQueue().data,
    workers: useWorkers().data?.workers,
    storage: useStorage().data,
    upstreams: useUpstreams().data?.upstreams,
    publishers: usePublishers().data?.publishers,
  });
  return (
    <section aria-label="What needs attention" className="attention">
      {found.length === 0 ? (
        <p className="aside">Nothing needs attention.</p>
      ) : (
        <ul className="plain">
          {found.map(({ key, words, path, health }) => (
            <li key={key}>
              <HealthMark health={health} words={plainWords(words)} />
              {path !== null && (
                <Link to={path} label={`More of it: ${words}`}>
                  more
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
