import type { Catalogue } from '../farm/catalogue-port.ts';

type FileIndexStatements = Pick<
  Catalogue,
  'keepFileIndex' | 'findFileIndex' | 'findProviders' | 'findBuildDepends'
>;

export const fileIndexStatements = (): FileIndexStatements => ({
  keepFileIndex: () => Promise.reject(new Error('file indexes are not kept')),
  findFileIndex: async () => null,
  findProviders: async (_target, wanted) => wanted.map((missing) => ({ missing, providers: [] })),
  findBuildDepends: async () => [],
});
