import { useState } from 'react';

type CopyableProps = { readonly text: string; readonly label: string };

/** A command that fits into a shell, and a button that puts it on the clipboard where the browser lets it. */
export function Copyable({ text, label }: CopyableProps) {
  const [copied, setCopied] = useState<string | null>(null);
  // Browsers give no clipboard to a page that came over plain HTTP from another host.
  const copy = navigator.clipboard as Clipboard | undefined;
  return (
    <div className="copyable">
      <code>{text}</code>
      {copy !== undefined && (
        <button
          type="button"
          aria-label={label}
          onClick={() => void copy.writeText(text).then(() => setCopied(text))}
        >
          {copied === text ? 'copied' : 'copy'}
        </button>
      )}
    </div>
  );
}
