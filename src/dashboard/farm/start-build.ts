import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RequestedBuilds } from '../../http/contract/build.ts';
import { SdistView } from '../../http/contract/sdist.ts';
import { askFarm } from './ask-farm.ts';

/** `release` beside a file: what the file is, where it does not say so itself. */
export type BuildWish = {
  readonly release: string;
  readonly file: File | null;
  readonly targets: readonly string[];
};

/** Has builds made, of a release or of a file that is sent first. */
export function useStartBuild() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: startBuild,
    onSuccess: () => client.invalidateQueries(),
  });
}

async function startBuild({ release, file, targets }: BuildWish): Promise<RequestedBuilds> {
  const source = file === null ? { release } : { sdist: (await upload(file, release)).sha256 };
  const body = { ...source, targets: [...targets] };
  return askFarm('/api/builds', { schema: RequestedBuilds, method: 'POST', body });
}

function upload(file: File, release: string): Promise<SdistView> {
  const [name = '', version = ''] = release.split('==').map((part) => part.trim());
  const query = new URLSearchParams({
    filename: file.name,
    ...(name !== '' && { name }),
    ...(version !== '' && { version }),
  });
  return askFarm(`/api/sdists?${query.toString()}`, { schema: SdistView, method: 'POST', file });
}
