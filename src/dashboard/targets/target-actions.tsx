import type { TargetDetail } from '../../http/contract/target.ts';
import { useMay } from '../farm/farm-state.ts';
import { useRefreshes, useRefreshTarget } from '../farm/targets.ts';
import { Link } from '../navigation/link.tsx';
import { rebuildPath } from '../navigation/page-address.ts';
import { MayNot } from '../words/may-not.tsx';
import { Trouble } from '../words/trouble.tsx';

/** Newer images, and building again on them: one at a time, for those who may. */
export function TargetActions({ target: { name, isOffered } }: { readonly target: TargetDetail }) {
  const mayRefresh = useMay('admin');
  const { data } = useRefreshes(name);
  const { mutate, isPending, error } = useRefreshTarget(name);
  const isMaking = data?.refreshes.some(({ state }) => state.name === 'making') === true;
  if (!isOffered) return <p className="aside">This farm does not build for it.</p>;
  return (
    <div className="actions">
      <button type="button" disabled={mayRefresh !== true || isPending || isMaking} onClick={() => mutate()}>
        {isMaking ? 'Images are being made…' : 'Refresh images'}
      </button>
      <Link to={rebuildPath({ target: name })} className="button">
        Rebuild…
      </Link>
      <MayNot scope="admin" to="to refresh images" />
      <Trouble problem={error} />
    </div>
  );
}
