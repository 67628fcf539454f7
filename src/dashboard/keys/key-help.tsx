import { useCallback, useRef } from 'react';
import { pageKeys } from './shortcuts.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** Listens to the keys of the page, and shows them when asked. Escape closes it, which a dialog does by itself. */
export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const show = useCallback(() => dialog.current?.showModal(), []);
  useShortcuts(show);
  return (
    <>
      <button type="button" className="keys-button" aria-label="Keys" aria-keyshortcuts="?" onClick={show}>
        ?
      </button>
      <dialog ref={dialog} className="keys" aria-label="Keys">
        <h2>Keys</h2>
        <dl>
          {pageKeys.map(([key, , name]) => (
            <Key key={key} keys={['g', key]} does={name} />
          ))}
          <Key keys={['/']} does="Search; the arrow keys go to what is found" />
          <Key keys={['j']} does="Next row" />
          <Key keys={['k']} does="Row before" />
          <Key keys={['Enter']} does="Open the row" />
          <Key keys={['n', 'N']} does="In a log: next place that was found, place before" />
          <Key keys={['Esc']} does="Close this, or what was found" />
        </dl>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}

const Key = ({ keys, does }: { readonly keys: readonly string[]; readonly does: string }) => (
  <>
    <dt>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </dt>
    <dd>{does}</dd>
  </>
);
