import { useRefusedFiles } from '../farm/upstreams.ts';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { plainWords } from '../../domain/plain-words.ts';

type RefusedProps = { readonly name: string; readonly refused: number };

/** The first of what an index would not take, with its own words. */
export function RefusedFiles({ name, refused }: RefusedProps) {
  const { data, error } = useRefusedFiles(name);
  const files = data?.refusedFiles ?? [];
  return (
    <>
      <p className="health-bad">{count(refused, 'file')} refused</p>
      <Trouble problem={data === undefined ? error : null} />
      <ul className="plain problems">
        {files.map(({ id, filename, words, at }) => (
          <li key={id}>
            <code>{plainWords(filename)}</code>: <span className="sentence">{plainWords(words)}</span>{' '}
            <span className="aside">
              <TimeAgo at={at} /> ago
            </span>
          </li>
        ))}
      </ul>
      {files.length < refused && files.length > 0 && (
        <p className="aside">
          the first {files.length}; all of them: <code>wheelyard publishers {name}</code>
        </p>
      )}
    </>
  );
}
