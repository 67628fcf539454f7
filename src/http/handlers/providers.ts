import type { Provider } from '../../domain/file-index.ts';
import { rankProviders } from '../../domain/rank-providers.ts';
import type { TargetName } from '../../domain/target.ts';
import type { ProviderList, ProviderView } from '../contract/provider.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { ProviderQuery } from '../parameters.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';

/** Which OS packages of a target provide what a build looks for, in the order in which the farm would try them. */
export async function listProviders(
  farm: HttpFarm,
  asked: { readonly params: { readonly name: TargetName }; readonly query: ProviderQuery },
): Promise<Reply<ProviderList>> {
  const target = asked.params.name;
  if (!farm.targets.has(target)) return notFound(`there is no target ${target}`);
  const index = await farm.catalogue.findFileIndex(target);
  if (index === null) {
    const detail = `there is no file index of ${target} yet; it is made when a build for it fails for the first time for something that an OS package may provide`;
    return problem(409, { kind: 'no-file-index', detail });
  }
  const { kind, name } = asked.query;
  const [found] = await farm.catalogue.findProviders(target, [{ kind, name }]);
  const providers = found?.providers ?? [];
  const installed = providers.filter((provider) => provider.package.isInstalled);
  const ranked = rankProviders({ kind, name }, providers);
  return json(200, {
    target,
    kind,
    name,
    index: { image: index.image, madeAt: index.madeAt },
    providers: [...installed, ...ranked].map(viewProvider),
  });
}

const viewProvider = ({ package: each, path }: Provider): ProviderView => ({
  package: each.name,
  version: each.version,
  source: each.source,
  section: each.section,
  path,
  isInstalled: each.isInstalled,
  addsPackages: each.adds.packages,
  addsKibibytes: each.adds.kibibytes,
  usedBySources: each.usedBySources,
});
