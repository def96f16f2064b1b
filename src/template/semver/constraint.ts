import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { GoRegexp } from '../regexp/index.ts';
import { comparePieces, compareVersions, parseVersion, type VersionParts } from './version.ts';

const OPERATOR = '=||!=|>|<|>=|=>|<=|=<|~|~>|\\^';
// The bar is no mistake of ours: the library that sprig uses takes it for a digit.
const SEGMENT = '[0-9|xX*]+';
const PIECES = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const LOOSE = `v?${SEGMENT}(?:\\.${SEGMENT}){0,2}(?:-${PIECES})?(?:\\+${PIECES})?`;

/** Groups: operator, version, and of the version major, minor, patch and prerelease. */
const ONE = `^\\s*(${OPERATOR})\\s*(v?(${SEGMENT})(\\.${SEGMENT})?(\\.${SEGMENT})?(-${PIECES})?(?:\\+${PIECES})?)\\s*$`;
const EACH = `(?:${OPERATOR})\\s*${LOOSE}`;
const VALID = `^\\s*(?:${OPERATOR})\\s*${LOOSE}\\s*(?:(?:\\s+|,\\s*)(?:${OPERATOR})\\s*${LOOSE}\\s*)*$`;
const RANGE = `\\s*(${LOOSE})\\s+-\\s+(${LOOSE})\\s*`;

/** One comparison, such as `>=1.2.x`. */
interface Constraint {
  readonly operator: string;
  readonly version: VersionParts;
  /** The first part that is left out or a wildcard. */
  readonly open: 'major' | 'minor' | 'patch' | undefined;
}

/** Alternatives of comparisons that all have to hold. */
type Constraints = readonly (readonly Constraint[])[];

/** Reads a constraint such as `^1.2 || >=2.1, <3`. Throws an execute fault when it is none. */
export function parseConstraints(text: string, meter: Meter): Constraints {
  return rewriteRanges(text, meter)
    .split('||')
    .map((part) => {
      if (!new GoRegexp(VALID, meter).matches(part)) throw executeFault('the text is not a constraint of versions');
      return new GoRegexp(EACH, meter).submatches(part).map(([one = '']) => parseOne(one, meter));
    });
}

/** `1.2 - 1.4` means at least the one and at most the other. */
function rewriteRanges(text: string, meter: Meter): string {
  return new GoRegexp(RANGE, meter).submatches(text).reduce((rewritten, [whole = '', from = '', to = '']) => {
    meter.bytes(rewritten.length);
    return rewritten.replace(whole, () => `>= ${from}, <= ${to} `);
  }, text);
}

function isOpen(segment: string): boolean {
  return /^\.?[xX*]?$/.test(segment);
}

function parseOne(text: string, meter: Meter): Constraint {
  const [found] = new GoRegexp(ONE, meter).submatches(text);
  if (found === undefined) throw executeFault('the text is not a constraint of versions');
  const [, operator = '', version = '', major = '', minor = '', patch = '', prerelease = ''] = found;
  const fixed = (numbers: string): VersionParts => parseVersion(numbers + prerelease).parts;
  if (isOpen(major)) return { operator, version: fixed('0.0.0'), open: 'major' };
  if (isOpen(minor)) return { operator, version: fixed(`${major}.0.0`), open: 'minor' };
  if (isOpen(patch)) return { operator, version: fixed(`${major}${minor}.0`), open: 'patch' };
  return { operator, version: parseVersion(version).parts, open: undefined };
}

/** True when the version is within one of the alternatives. */
export function isWithin(version: VersionParts, constraints: Constraints): boolean {
  return constraints.some((all) => all.every((constraint) => holds(version, constraint)));
}

function holds(version: VersionParts, constraint: Constraint): boolean {
  const wanted = constraint.version;
  const onlyReleases = version.prerelease !== '' && wanted.prerelease === '';
  if (constraint.operator === '!=') {
    return constraint.open === undefined
      ? compareVersions(version, wanted) !== 0
      : !onlyReleases && differs(version, constraint);
  }
  // A prerelease is only what was asked for when the constraint names one.
  if (onlyReleases) return false;
  const order = compareVersions(version, wanted);
  switch (constraint.operator) {
    case '>':
      return isGreater(version, constraint, order);
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return isAtMost(version, constraint, order);
    case '~':
    case '~>':
      return order >= 0 && sameMinor(version, constraint);
    case '^':
      return order >= 0 && sameLeft(version, constraint);
    default:
      return constraint.open === undefined ? order === 0 : order >= 0 && sameMinor(version, constraint);
  }
}

function differs(version: VersionParts, { version: wanted, open }: Constraint): boolean {
  if (wanted.major !== version.major) return true;
  if (open === 'minor') return false;
  if (wanted.minor !== version.minor) return true;
  if (open === 'patch') return comparePieces(version.prerelease, wanted.prerelease) !== 0;
  return wanted.patch !== version.patch || compareVersions(version, wanted) !== 0;
}

function isGreater(version: VersionParts, { version: wanted, open }: Constraint, order: number): boolean {
  if (open === undefined) return order > 0;
  if (version.major !== wanted.major) return version.major > wanted.major;
  if (open === 'minor') return false;
  return open === 'patch' ? version.minor > wanted.minor : order > 0;
}

function isAtMost(version: VersionParts, { version: wanted, open }: Constraint, order: number): boolean {
  if (open === undefined) return order <= 0;
  if (version.major > wanted.major) return false;
  return version.major < wanted.major || version.minor <= wanted.minor || open === 'minor';
}

/** What `~` allows: patches, and minors where none is named; anything for `~*` and `~0.0.0`. */
function sameMinor(version: VersionParts, { version: wanted, open }: Constraint): boolean {
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (isZero && open !== 'minor' && open !== 'patch') return true;
  return version.major === wanted.major && (version.minor === wanted.minor || open === 'minor');
}

/** What `^` allows: changes right of the first part that is not zero. */
function sameLeft(version: VersionParts, { version: wanted, open }: Constraint): boolean {
  if (version.major !== wanted.major) return false;
  if (wanted.major > 0n || open === 'minor') return true;
  if (version.minor !== wanted.minor) return false;
  return wanted.minor > 0n || open === 'patch' || version.patch === wanted.patch;
}
