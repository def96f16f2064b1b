import { isWithin, parseConstraints, parseVersion } from '../semver/index.ts';
import { fixed, type FunctionTable } from './signature.ts';

/** Semantic versions. */
export const versions: FunctionTable = {
  semver: fixed(['string'], (_meter, text) => parseVersion(text)),
  semverCompare: fixed(['string', 'string'], (meter, constraint, text) => {
    const constraints = parseConstraints(constraint, meter);
    return isWithin(parseVersion(text).parts, constraints);
  }),
};
