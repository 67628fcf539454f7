import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import { describeAttempts } from './catalogue-attempts.contract.ts';
import { describeBuilds, describeSdists } from './catalogue-builds.contract.ts';
import { describeCatalogueOfFiles } from './catalogue-files.contract.ts';
import { describeFailures } from './catalogue-failures.contract.ts';
import { describeFileIndexes } from './catalogue-file-index.contract.ts';
import { describeLearning } from './catalogue-learning.contract.ts';
import { describeListings } from './catalogue-listings.contract.ts';
import { describeMoves } from './catalogue-moves.contract.ts';
import { describeOutbox } from './catalogue-outbox.contract.ts';
import { describeSearch } from './catalogue-search.contract.ts';
import { describeWatching } from './catalogue-watching.contract.ts';
import { describeWorkRecords } from './catalogue-work-records.contract.ts';

export type OpenCatalogue = () => Promise<{ readonly catalogue: Catalogue } & AsyncDisposable>;

/** What every catalogue promises. */
export function describeCatalogue(kind: string, open: OpenCatalogue): void {
  describeSdists(kind, open);
  describeBuilds(kind, open);
  describeListings(kind, open);
  describeFailures(kind, open);
  describeAttempts(kind, open);
  describeMoves(kind, open);
  describeCatalogueOfFiles(kind, open);
  describeLearning(kind, open);
  describeFileIndexes(kind, open);
  describeOutbox(kind, open);
  describeWatching(kind, open);
  describeSearch(kind, open);
  describeWorkRecords(kind, open);
}
