import { readConfig } from '../src/config.ts';
import { chooseTargets, readDefinitions } from '../src/definitions.ts';
import { hostPlatform, openHostEngine } from '../src/work.ts';
import { platformOf } from '../src/domain/target.ts';

/** Makes the build and runtime image of every target on offer, before the first build would. What is there is kept. */
const config = readConfig();
const { targets } = await readDefinitions(config);
const engine = await openHostEngine(config, 'set-up');
for (const target of chooseTargets(targets, config.targets)) {
  if (platformOf(target) !== hostPlatform()) continue;
  for (const flavour of ['build', 'runtime'] as const) {
    const started = Date.now();
    const image = await engine.ensureImage(
      { target, flavour, osPackages: [] },
      {
        report: (line) => process.stderr.write(`setup:   ${line}\n`),
        signal: AbortSignal.timeout(30 * 60 * 1000),
      },
    );
    const what =
      image.kind === 'ready'
        ? `${image.facts.manifest.length} OS packages`
        : `no package ${image.packages.join(', ')}`;
    process.stderr.write(
      `setup: ${target.name} ${flavour} image: ${what} (${Math.round((Date.now() - started) / 1000)} s)\n`,
    );
    if (image.kind !== 'ready') process.exitCode = 1;
  }
}
