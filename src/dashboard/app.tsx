import { BuildPage } from './build/build-page.tsx';
import { useAddress } from './navigation/address.ts';
import { KeyHelp } from './keys/key-help.tsx';
import { Link } from './navigation/link.tsx';
import { mainPages } from './navigation/main-pages.ts';
import { SkipLink } from './navigation/skip-link.tsx';
import { usePageFocus } from './navigation/use-page-focus.ts';
import { TabSigns } from './tab/tab-sign.tsx';
import { parsePageAddress, type PageAddress } from './navigation/page-address.ts';
import { OutageNotice } from './farm/outage-notice.tsx';
import { useMay } from './farm/farm-state.ts';
import { TokenField } from './farm/token-field.tsx';
import { MatrixPage } from './matrix/matrix-page.tsx';
import { UpstreamsPage } from './upstreams/upstreams-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { IndexPage } from './indexes/index-page.tsx';
import { IndexesPage } from './indexes/indexes-page.tsx';
import { NewBuildPage } from './new-build/new-build-page.tsx';
import { ProjectPage } from './project/project-page.tsx';
import { SearchBox } from './search/search-box.tsx';
import { SearchPage } from './search/search-page.tsx';
import { CampaignPage } from './campaigns/campaign-page.tsx';
import { CampaignsPage } from './campaigns/campaigns-page.tsx';
import { RebuildPage } from './rebuild/rebuild-page.tsx';
import { LearnedPage } from './recipes/learned-page.tsx';
import { RecipesPage } from './recipes/recipes-page.tsx';
import { TargetPage } from './targets/target-page.tsx';
import { TargetsPage } from './targets/targets-page.tsx';
import { WorkerPage } from './workers/worker-page.tsx';
import { WorkersPage } from './workers/workers-page.tsx';
import { TokensPage } from './tokens/tokens-page.tsx';
import { PageHead } from './words/page-head.tsx';

export function App() {
  const { pathname } = useAddress();
  const address = parsePageAddress(pathname);
  usePageFocus(pathname);
  const mayManage = useMay('admin') === true;
  return (
    <>
      <SkipLink />
      <TabSigns address={address} />
      <header className="top">
        <Link to="/" className="name">
          Wheelyard
        </Link>
        <nav aria-label="Pages">
          {mainPages
            .filter(({ path }) => path !== '/tokens' || mayManage)
            .map(({ name, path, pages }) => (
              <Link key={path} to={path} isCurrent={pages.includes(address.page)}>
                {name}
              </Link>
            ))}
        </nav>
        {/* Empty again once somebody has gone where it led. */}
        <SearchBox key={pathname} />
        <KeyHelp />
        <TokenField />
      </header>
      <OutageNotice />
      <main id="content" tabIndex={-1}>
        <Page address={address} />
      </main>
    </>
  );
}

function Page({ address }: { readonly address: PageAddress }) {
  switch (address.page) {
    case 'overview':
      return <OverviewPage />;
    case 'build':
      return <BuildPage key={address.id} id={address.id} />;
    case 'matrix':
      return <MatrixPage />;
    case 'targets':
      return <TargetsPage />;
    case 'target':
      return <TargetPage key={address.name} name={address.name} />;
    case 'campaigns':
      return <CampaignsPage />;
    case 'campaign':
      return <CampaignPage key={address.id} id={address.id} />;
    case 'rebuild':
      return <RebuildPage />;
    case 'recipes':
      return <RecipesPage />;
    case 'learned':
      return <LearnedPage key={address.project} project={address.project} target={address.target} />;
    case 'workers':
      return <WorkersPage />;
    case 'worker':
      return <WorkerPage key={address.name} name={address.name} />;
    case 'upstreams':
      return <UpstreamsPage />;
    case 'tokens':
      return <TokensPage />;
    case 'project':
      return <ProjectPage key={address.name} name={address.name} />;
    case 'search':
      return <SearchPage />;
    case 'new-build':
      return <NewBuildPage />;
    case 'indexes':
      return <IndexesPage />;
    case 'index':
      return <IndexPage key={address.name} name={address.name} />;
    case 'nowhere':
      return <PageHead name="There is no such page" />;
  }
}
