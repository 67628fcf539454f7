import type { Missing } from '../missing.ts';
import { backendTooOld, missingCmakePackage, missingModule, called, unmetRequirement } from './naming.ts';
import { cause, hint, type Finding, type Rule } from './rule.ts';

/** CMake's FindPython looks for a Python project too. */
const numpyOfPython = ({ line }: Finding): readonly Missing[] =>
  /NumPy/.test(line) ? [{ kind: 'python-module', name: 'numpy' }] : [];

/** CMake, in earnest where nothing stands before it; what is optional stands behind dashes. */
export const cmakeRules: readonly Rule[] = [
  cause(/^Could NOT find Python3? \(missing: .{0,200}\bNumPy\b/, called('numpy', missingModule)),
  cause(/^Could NOT find ([\w.+-]+): (?:Found unsuitable version "([^"]{0,40})")/, unmetRequirement),
  cause(/^Could NOT find ([\w.+-]+)(?: \(|,|$)/, missingCmakePackage, { also: numpyOfPython }),
  hint(/^-- Could NOT find ([\w.+-]+)(?: \(|,|$)/, missingCmakePackage),
  cause(/^By not providing "Find([\w.+-]+)\.cmake"/, missingCmakePackage),
  cause(/Could not find a package configuration file provided by "([\w.+-]+)"/, missingCmakePackage),
  // The name stands in the second line where it is long.
  cause(/^"([\w.+-]+)"(?: \(requested version .{1,40}\))? with any of the following/, missingCmakePackage),
  cause(/^Add the installation prefix of "([\w.+-]+)" to CMAKE_PREFIX_PATH/, missingCmakePackage),
  cause(/(CMake \d[\w.]* or higher is required\. .{0,80})/, backendTooOld),
  cause(/(Compatibility with CMake < [\d.]+ has been removed from CMake)/, backendTooOld),
];
