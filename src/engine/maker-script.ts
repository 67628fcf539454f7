import type { ImageSpec } from '../domain/image.ts';
import { renderInstallScript, renderUpgradeScript } from '../domain/os-packages.ts';

/** Where an image keeps its description. */
export const factsPath = '/usr/lib/wheelyard/image.json';

/** What makes an image, in a container of its parent: `sh -c <this> sh <Python source that describes the finished image>`. */
export const renderMakerScript = (spec: ImageSpec, packages: readonly string[]): string =>
  [
    ...(isRefreshed(spec) ? [renderUpgradeScript(spec.target.family)] : []),
    renderInstallScript(spec.target.family, packages),
    'mkdir -p /usr/lib/wheelyard',
    `python3 -I -c "$1" > ${factsPath}`,
  ].join('\n');

/** The plain image brings all that is in it up to date; what is made from it has that already. */
const isRefreshed = ({ revision, osPackages }: ImageSpec): boolean =>
  revision !== undefined && osPackages.length === 0;
