import type { TargetDetail } from '../../http/contract/target.ts';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';

type ImagesProps = { readonly target: TargetDetail };

/** The two plain images, the one that teams run first. */
export const TargetImages = ({ target }: ImagesProps) => (
  <section aria-labelledby="target-images">
    <h2 id="target-images">Images</h2>
    <dl className="facts">
      {(['runtime', 'build'] as const).map((flavour) => (
        <Image key={flavour} target={target} flavour={flavour} />
      ))}
    </dl>
  </section>
);

function Image({ target, flavour }: ImagesProps & { readonly flavour: 'build' | 'runtime' }) {
  const image = target.images[flavour];
  const manifest = target.manifests[flavour];
  return (
    <>
      <dt>{flavour} image</dt>
      <dd>
        {image === null ? (
          'not seen yet: the first build makes it'
        ) : (
          <>
            <code>{image.identity}</code>
            <small>
              since <TimeAgo at={image.recordedAt} />
            </small>
          </>
        )}
        {manifest !== null && (
          <details>
            <summary>{count(manifest.length, 'OS package')}</summary>
            <ul className="packages">
              {manifest.map((line) => (
                <li key={line}>
                  <code>{line.replace('=', ' ')}</code>
                </li>
              ))}
            </ul>
          </details>
        )}
      </dd>
    </>
  );
}
