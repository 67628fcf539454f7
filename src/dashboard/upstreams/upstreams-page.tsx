import { usePublishers, useUpstreams } from '../farm/upstreams.ts';
import { MayNot } from '../words/may-not.tsx';
import { PublisherCard } from './publisher-card.tsx';
import { UpstreamCard } from './upstream-card.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';

/** Where sdists come from, and where wheels go. */
export function UpstreamsPage() {
  return (
    <>
      <PageHead name="Upstreams and publishers" />
      <Upstreams />
      <Publishers />
    </>
  );
}

function Upstreams() {
  const { data, error } = useUpstreams();
  return (
    <section aria-labelledby="upstreams">
      <h2 id="upstreams">Upstreams: where new sdists come from</h2>
      {data === undefined && <Waiting problem={error} />}
      {data?.upstreams.length === 0 && (
        <p className="nothing">
          None is watched. Name them in the file of <code>WHEELYARD_UPSTREAMS</code>; what to watch is said by{' '}
          <code>wheelyard watch</code>.
        </p>
      )}
      {data?.upstreams.map((upstream) => (
        <UpstreamCard key={upstream.name} upstream={upstream} />
      ))}
    </section>
  );
}

function Publishers() {
  const { data, error } = usePublishers();
  return (
    <section aria-labelledby="publishers">
      <h2 id="publishers">Publishers: where wheels go</h2>
      {data === undefined && <Waiting problem={error} />}
      {data?.publishers.length === 0 && (
        <p className="nothing">
          None: wheels stay in the farm's own index. Name others in the file of{' '}
          <code>WHEELYARD_PUBLISHERS</code>.
        </p>
      )}
      {data !== undefined && data.publishers.length > 0 && (
        <MayNot scope="admin" to="to send refused files again, or to compare an index with the farm" />
      )}
      {data?.publishers.map((publisher) => (
        <PublisherCard key={publisher.name} publisher={publisher} />
      ))}
    </section>
  );
}
