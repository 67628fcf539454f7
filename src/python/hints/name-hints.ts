import type { MissingKind } from '../../domain/missing.ts';
import type { Hint, Strength } from './hint.ts';
import { isKnownHeader } from './known-headers.ts';
import { isKnownCmakePackage, isKnownLibrary, isKnownModule, isKnownProgram } from './known-names.ts';

type NamedKind = Extract<MissingKind, 'header' | 'library' | 'program' | 'pkg-config' | 'cmake-package'>;

const isKnown: Readonly<Record<NamedKind, (name: string) => boolean>> = {
  header: isKnownHeader,
  library: isKnownLibrary,
  program: isKnownProgram,
  'pkg-config': isKnownModule,
  'cmake-package': isKnownCmakePackage,
};

/** A plain name: what is put together by variables or formats names nothing. */
const plain = /^[A-Za-z0-9][\w+.-]{0,79}$/;
const plainHeader = /^[A-Za-z0-9][\w+-]*(?:[./][\w+-]+)*$/;
const headerEnding = /(?:\.(?:h|hh|hpp|hxx)|\/\w+)$/i;

/** One hint for each name that is one, and that a bare toolchain may lack. */
export const nameHints = (
  names: readonly string[],
  as: { readonly kind: NamedKind; readonly strength: Strength },
): readonly Hint[] =>
  names
    .filter(
      (name) => (as.kind === 'header' ? isHeaderName(name) : plain.test(name)) && !isKnown[as.kind](name),
    )
    .map((name) => ({ ...as, name }));

const isHeaderName = (name: string): boolean =>
  name.length <= 120 && plainHeader.test(name) && headerEnding.test(name);
