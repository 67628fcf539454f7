import { useRef, type DragEvent } from 'react';
import { renderBytes } from '../words/measures.ts';

type FileFieldProps = { readonly file: File | null; readonly onChange: (file: File | null) => void };

/** An sdist from this computer, chosen or dropped. */
export function FileField({ file, onChange }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    onChange(event.dataTransfer.files.item(0));
  };
  const clear = (): void => {
    if (input.current !== null) input.current.value = '';
    onChange(null);
  };
  return (
    <div className="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <label htmlFor="sdist">or an sdist, which may be dropped here</label>
      <input
        id="sdist"
        ref={input}
        type="file"
        accept=".gz,.tgz,.zip,.xz,.bz2"
        onChange={(event) => onChange(event.target.files?.item(0) ?? null)}
      />
      {file !== null && (
        <p>
          {file.name} <span className="aside figure">{renderBytes(file.size)}</span>{' '}
          <button type="button" onClick={clear}>
            Without the file
          </button>
        </p>
      )}
    </div>
  );
}
