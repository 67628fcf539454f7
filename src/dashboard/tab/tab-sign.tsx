import { useEffect } from 'react';
import { useBuild } from '../farm/builds.ts';
import { useUnseenFailures } from '../farm/unseen-failures.ts';
import type { PageAddress } from '../navigation/page-address.ts';
import { drawIcon, signOf, type TabSign } from './draw-icon.ts';

/** What a tab in the background says: of a build how it goes, of any other page how many builds failed meanwhile. */
export const TabSigns = ({ address }: { readonly address: PageAddress }) =>
  address.page === 'build' ? <BuildSign id={address.id} /> : <FarmSign />;

function BuildSign({ id }: { readonly id: number }) {
  const { data } = useBuild(id);
  useIcon(data === undefined ? 'none' : signOf(data.state.name));
  return null;
}

function FarmSign() {
  const failures = useUnseenFailures();
  useIcon(failures === 0 ? 'none' : 'bad');
  useEffect(() => (failures === 0 ? undefined : prefixTitle(`(${failures} failed) `)), [failures]);
  return null;
}

function useIcon(sign: TabSign): void {
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', drawIcon(sign));
  }, [sign]);
}

/** Before whatever title the page has, and whichever it takes later; returns how to take it away. */
function prefixTitle(prefix: string): () => void {
  const put = (): void => {
    if (!document.title.startsWith(prefix)) document.title = prefix + document.title;
  };
  put();
  const observer = new MutationObserver(put);
  observer.observe(document.head, { subtree: true, childList: true, characterData: true });
  return () => {
    observer.disconnect();
    if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
  };
}
