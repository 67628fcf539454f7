import type { BuildStateName } from '../../domain/build-state.ts';
import { stateGlyphs } from './state-glyphs.ts';

/** Sign, word and colour of a state. */
export const StateMark = ({ name }: { readonly name: BuildStateName }) => (
  <span className={`state state-${name}`}>
    <span className="glyph" aria-hidden="true">
      {stateGlyphs[name]}
    </span>
    {name}
  </span>
);
