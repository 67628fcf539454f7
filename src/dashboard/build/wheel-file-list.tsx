import { useState } from 'react';
import { plainWords } from '../../domain/plain-words.ts';
import { useWheelFiles } from '../farm/builds.ts';
import { count as countOf, renderBytes } from '../words/measures.ts';
import { Trouble } from '../words/trouble.tsx';

type ListProps = { readonly attempt: string; readonly count: number };

/** A page with more rows than these scrolls badly, and nobody reads them. */
const mostShown = 1000;

/** What the wheel holds; asked for when somebody wants to see it. */
export function WheelFileList({ attempt, count }: ListProps) {
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useWheelFiles(attempt, isOpen);
  const shown = data?.files.slice(0, mostShown) ?? [];
  return (
    <details className="wheel-files" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{countOf(count, 'file')} in the wheel</summary>
      <Trouble problem={error} />
      {data !== undefined && (
        <ul>
          {shown.map(({ path, sizeBytes }, index) => (
            <li key={index}>
              <span className="figure">{renderBytes(sizeBytes)}</span> <code>{plainWords(path)}</code>
            </li>
          ))}
          {shown.length < data.fileCount && (
            <li className="nothing">and {(data.fileCount - shown.length).toLocaleString('en')} more</li>
          )}
        </ul>
      )}
    </details>
  );
}
