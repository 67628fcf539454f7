import { cmakeRules } from './diagnosis/cmake-rules.ts';
import { compilerRules, headerRules, libraryRules } from './diagnosis/compiler-rules.ts';
import { backendRules, gitRules, metadataRules } from './diagnosis/metadata-rules.ts';
import { networkRules, pathRules } from './diagnosis/network-rules.ts';
import { pkgConfigRules } from './diagnosis/pkg-config-rules.ts';
import { programRules } from './diagnosis/program-rules.ts';
import { proseRules } from './diagnosis/prose-rules.ts';
import { pythonAgeRules } from './diagnosis/python-age-rules.ts';
import { pythonModuleRules, removedModuleRules } from './diagnosis/python-module-rules.ts';
import type { Rule } from './diagnosis/rule.ts';

/**
 * Causes with a name. Where one line fits several, the first row holds: those that know more of a line stand before those
 * that would read it in general. What happened on the network or the disk is said in the words of whoever tried.
 */
export const causeRules: readonly Rule[] = [
  ...pythonAgeRules,
  ...headerRules,
  ...libraryRules,
  ...networkRules,
  ...pathRules,
  ...gitRules,
  ...cmakeRules,
  ...pkgConfigRules,
  ...backendRules,
  ...removedModuleRules,
  ...programRules,
  ...pythonModuleRules,
  ...metadataRules,
  ...compilerRules,
  ...proseRules,
];
