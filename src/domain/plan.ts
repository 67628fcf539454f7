import type { AppliedRecipe } from './recipe.ts';
import type { FoundPackage } from './found-package.ts';
import type { ImageSpec } from './image.ts';
import type { Limits } from './limits.ts';
import type { ProjectName, Release } from './release.ts';
import type { Sdist } from './sdist.ts';
import type { Sha256 } from './sha256.ts';

/** `<build id>.<attempt number>`: `17.2`. */
export type AttemptId = string & { readonly brand: 'AttemptId' };

/** Everything that a worker must do for one attempt. A value: it can be printed, compared, and carried out anywhere. */
export type Plan = AttemptPlan | RefreshPlan;

/** What stands among the attempts of a build. */
export type AttemptPlan = BuildPlan | VerifyPlan | FileIndexPlan;

export type BuildPlan = {
  readonly kind: 'build';
  readonly attempt: AttemptId;
  readonly release: Release;
  readonly sdist: Sdist;
  readonly image: ImageSpec;
  /** Those of the image's OS packages that no recipe names: the farm found them by itself. */
  readonly found: readonly FoundPackage[];
  /** Wheels to lay in: build requirements that the farm built for this target. */
  readonly wheels: readonly PlannedWheel[];
  /** Build requirements (PEP 508) that the project does not name, but that an earlier attempt failed for want of. */
  readonly extraRequires: readonly string[];
  /** Projects whose version that is there does, though the bound of a build requirement says otherwise. */
  readonly loosened: readonly ProjectName[];
  readonly environment: Readonly<Record<string, string>>;
  readonly configSettings: Readonly<Record<string, string>>;
  readonly patches: AppliedRecipe['patches'];
  readonly limits: Limits;
};

export type VerifyPlan = {
  readonly kind: 'verify';
  readonly attempt: AttemptId;
  readonly release: Release;
  readonly wheel: PlannedWheel;
  /** The target's runtime image plus the OS packages that own the libraries which the wheel links. */
  readonly image: ImageSpec;
  /** Module names that must import. */
  readonly imports: readonly string[];
  readonly limits: Limits;
};

/** Which OS package of a target has which file. It stands among the attempts of the build that was the first to need it. */
export type FileIndexPlan = {
  readonly kind: 'file-index';
  readonly attempt: AttemptId;
  readonly release: Release;
  /** The target's plain build image. */
  readonly image: ImageSpec;
};

/** A target's plain images anew, from the newest packages. It belongs to a refresh, not to a build: its id is `refresh-3.1`. */
export type RefreshPlan = {
  readonly kind: 'refresh';
  readonly attempt: AttemptId;
  /** The plain build image. */
  readonly image: ImageSpec;
  readonly runtime: ImageSpec;
};

export type PlannedWheel = { readonly filename: string; readonly sha256: Sha256; readonly sizeBytes: number };

export type Phase =
  | 'image'
  | 'index'
  | 'unpack'
  | 'requirements'
  | 'get-requires'
  | 'build'
  | 'collect'
  | 'import';
