import { openCatalogue } from '../../src/catalogue/open-catalogue.ts';
import { addBuildOf, buildPlanOf, nextAttempt } from './catalogue-samples.ts';

/** Run where files may not grow beyond some size: says what an attempt larger than that fails with, and what comes after. */
const [file = ''] = process.argv.slice(2);
await using catalogue = await openCatalogue({ file });
const { id } = await addBuildOf(catalogue, 'lxml');
const patches = [{ name: 'large.patch', diff: '+'.repeat(3_000_000) }];
await catalogue
  .addAttempt(id, { ...nextAttempt, plan: (attempt) => ({ ...buildPlanOf(attempt), patches }) })
  .catch((error: unknown) => {
    console.log(error instanceof Error ? `${error.name}: ${error.message}` : error);
  });
console.log(`attempts: ${(await catalogue.findBuild(id))?.attempts}`);
console.log(`next: ${(await catalogue.addAttempt(id, nextAttempt))?.id}`);
