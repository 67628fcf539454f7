import { useState, type SubmitEvent } from 'react';
import type { RequestedBuilds } from '../../http/contract/build.ts';
import { Refused } from '../farm/ask-farm.ts';
import { useMay, useTargets } from '../farm/farm-state.ts';
import { useStartBuild } from '../farm/start-build.ts';
import { goTo, useAddress } from '../navigation/address.ts';
import { buildPath, projectPath } from '../navigation/page-address.ts';
import { count } from '../words/measures.ts';
import { MayNot } from '../words/may-not.tsx';
import { Trouble } from '../words/trouble.tsx';
import { FileField } from './file-field.tsx';
import { TargetChoice } from './target-choice.tsx';
import { PageHead } from '../words/page-head.tsx';

/** A form that starts builds: of a release, or of a file from this computer. */
export function NewBuildPage() {
  const [release, setRelease] = useState(useAddress().searchParams.get('release') ?? '');
  const [file, setFile] = useState<File | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [lack, setLack] = useState<'source' | 'targets' | null>(null);
  const { data } = useTargets();
  const offered = data?.targets.filter(({ isOffered }) => isOffered).map(({ name }) => name) ?? [];
  const targets = offered.filter((name) => chosen?.has(name) ?? true);
  const mayBuild = useMay('build') === true;
  const maySend = useMay('upload') === true || file === null;
  const { mutate, isPending, error } = useStartBuild();
  const wrong = lack ?? fieldOf(error);
  const problem = lack === null ? error : new Error(lacks[lack]);

  const start = (event: SubmitEvent): void => {
    event.preventDefault();
    const missing =
      release.trim() === '' && file === null ? 'source' : targets.length === 0 ? 'targets' : null;
    setLack(missing);
    if (missing !== null) return;
    mutate({ release: release.trim(), file, targets }, { onSuccess: (made) => goTo(placeOf(made)) });
  };
  return (
    <>
      <PageHead name="Start a build" />
      <form className="form" onSubmit={start} noValidate>
        <div className="field">
          <label htmlFor="release">Release</label>
          <input
            id="release"
            value={release}
            placeholder="lxml==5.3.0"
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={wrong === 'source'}
            aria-describedby="release-help"
            onChange={(event) => setRelease(event.target.value)}
          />
          <p id="release-help" className="aside">
            {file === null
              ? 'The farm has its sdist, or fetches it from an upstream index.'
              : 'Only where the file does not say itself what it is: its name and version.'}
          </p>
          <FileField file={file} onChange={setFile} />
          <Trouble problem={wrong === 'source' ? problem : null} />
        </div>
        <TargetChoice offered={offered} chosen={targets} onChange={(names) => setChosen(new Set(names))} />
        <Trouble problem={wrong === 'targets' ? problem : null} />
        <div className="form-end">
          <button type="submit" className="main" disabled={isPending || !mayBuild || !maySend}>
            {isPending
              ? file === null
                ? 'Asking the farm…'
                : 'Sending the file…'
              : `Build on ${count(targets.length, 'target')}`}
          </button>
          <MayNot scope="build" to="to start builds" />
          {file !== null && <MayNot scope="upload" to="to send files" />}
        </div>
        <Trouble problem={wrong === null ? problem : null} />
      </form>
    </>
  );
}

const lacks = {
  source: 'Say what to build: a release as project==version, or a file.',
  targets: 'Choose a target at least.',
} as const;

/** Where on the form what the farm refuses is said; null: it is about none of its fields. */
function fieldOf(error: Error | null): 'source' | 'targets' | null {
  if (!(error instanceof Refused) || error.status === 401 || error.status === 403) return null;
  return error.kind === 'unknown-target' ? 'targets' : 'source';
}

/** One build is looked at itself; of several the page of their project shows how each goes. */
function placeOf({ builds }: RequestedBuilds): string {
  const [first] = builds;
  if (first === undefined) return '/';
  return builds.length === 1 ? buildPath(first.build.id) : projectPath(first.build.project);
}
