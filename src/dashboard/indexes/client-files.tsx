import { placeOf } from '../../domain/pip-install.ts';
import type { IndexNodeView } from '../../http/contract/index-node.ts';
import { useClientFile } from '../farm/indexes.ts';
import { Copyable } from '../words/copyable.tsx';

/** What pip and uv must be told to install from an index. */
export const ClientFiles = ({ index: { name, path } }: { readonly index: IndexNodeView }) => (
  <section aria-label="Install from it">
    <h2>Install from it</h2>
    <Copyable
      text={placeOf(new URL('/', window.location.href), path)}
      label={`Copy the address of ${name}`}
    />
    <div className="client-files">
      <ClientFile index={name} file="pip.conf" place="~/.config/pip/pip.conf" />
      <ClientFile index={name} file="uv.toml" place="~/.config/uv/uv.toml" />
    </div>
  </section>
);

type ClientFileProps = {
  readonly index: string;
  readonly file: 'pip.conf' | 'uv.toml';
  readonly place: string;
};

function ClientFile({ index, file, place }: ClientFileProps) {
  const { data } = useClientFile(index, file);
  return (
    <div>
      <h3>
        <a href={`/index/${index}/${file}`}>{file}</a> <span className="aside">for {place}</span>
      </h3>
      <Copyable text={data ?? ''} label={`Copy ${file}`} />
    </div>
  );
}
