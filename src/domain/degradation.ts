import type { Evidence } from './outcome.ts';
import { plainWords } from './plain-words.ts';
import type { ProjectName } from './release.ts';
import { meetsRequirement, parseRequirement } from './requirement.ts';
import type { SdistFacts } from './sdist.ts';
import { isPure, type WheelFacts } from './wheel.ts';

/** A build that went well and made less than its sdist holds: some native part was left out in silence. */
export type Degradation =
  /** Built with versions that its build requirements do not allow, because none that they allow was to be had. */
  | { readonly kind: 'loose-bounds'; readonly requirements: readonly string[] }
  /** The log says that these extensions failed, and that the build went on without them. */
  | { readonly kind: 'skipped-extension'; readonly extensions: readonly string[] }
  /**
   * Native sources, and nothing compiled in the wheel. `platform`: the wheel's own tag promises an extension, so it is
   * certain. `pure`: the sources may yet be for something else than this wheel.
   */
  | {
      readonly kind: 'no-extension';
      readonly wheel: 'platform' | 'pure';
      readonly sources: readonly string[];
    };

/** Endings of what becomes an extension. Assembler and headers go with other sources; Go is compiled into programs. */
const extensionSource = /\.(?:c|cc|cpp|cxx|pyx|rs|f|f90|for|m|mm|i|swg|cu)$/i;

/** Folders of what is carried along or made for other ends: a launcher, a fuzzer, a vendored tool, another system's code. */
const otherEnds: ReadonlySet<string> = new Set(
  (
    'vendor vendored _vendor third_party third-party thirdparty 3rdparty extern external contrib tools tool scripts misc ' +
    'bootloader launcher launchers templates template data testing fuzz bench benches demos samples ' +
    'win32 windows win macos osx darwin android ios'
  ).split(' '),
);
/** Windows' start of a script; the one of setuptools lies in many archives. */
const otherNames: ReadonlySet<string> = new Set(['launcher.c', 'gui_launcher.c', 'conftest.c']);

/** Backends that compile nothing, whatever lies in the archive. */
const pureBackends: ReadonlySet<string> = new Set([
  'flit_core.buildapi',
  'flit.buildapi',
  'flit_scm:buildapi',
]);

const mostNamed = 5;

export function findDegradation(built: {
  readonly sdist: SdistFacts;
  readonly wheel: WheelFacts;
  readonly evidence: Pick<Evidence, 'skippedExtensions'>;
}): Degradation | null {
  const { sdist, wheel, evidence } = built;
  if (evidence.skippedExtensions.length > 0) {
    return { kind: 'skipped-extension', extensions: evidence.skippedExtensions };
  }
  if (wheel.extensions.length > 0 || pureBackends.has(sdist.buildSystem?.buildBackend ?? '')) return null;
  const sources = sdist.nativeSources.filter(isExtensionSource);
  if (sources.length === 0) return null;
  return {
    kind: 'no-extension',
    wheel: isPure(wheel) ? 'pure' : 'platform',
    sources: sources.slice(0, mostNamed),
  };
}

function isExtensionSource(path: string): boolean {
  const folders = path.toLowerCase().split('/');
  const name = folders.pop() ?? '';
  return (
    extensionSource.test(name) && !otherNames.has(name) && !folders.some((folder) => otherEnds.has(folder))
  );
}

/** Which build requirements were met by a version that they do not allow. */
export function findLooseBounds(
  loosened: readonly ProjectName[],
  evidence: Pick<Evidence, 'requirements'>,
): Degradation | null {
  const requirements = evidence.requirements.flatMap(({ requirement, version }) => {
    const parsed = parseRequirement(requirement);
    const isLoose =
      parsed !== null && loosened.includes(parsed.project) && !meetsRequirement(version, parsed);
    return isLoose ? [`${requirement} by ${version}`] : [];
  });
  return requirements.length === 0
    ? null
    : { kind: 'loose-bounds', requirements: requirements.slice(0, mostNamed) };
}

/** What is said of the wheel, behind its name. */
export const explainDegradation = (degradation: Degradation): string =>
  plainWords(renderSentence(degradation));

function renderSentence(degradation: Degradation): string {
  switch (degradation.kind) {
    case 'skipped-extension':
      return `went on without what failed to compile: ${degradation.extensions.join(', ')}`;
    case 'loose-bounds':
      return `was built against the bounds of its build requirements: ${degradation.requirements.join(', ')}`;
    case 'no-extension':
      return `holds nothing compiled, though the sdist has native sources: ${degradation.sources.join(', ')}`;
  }
}
