import { executeFault } from '../fault.ts';
import { fixed } from '../functions/signature.ts';
import { parseUint64 } from '../values/parse-number.ts';
import { GoInt, goInt, GoObject, type GoFunction, type Slot } from '../values/value.ts';

const PIECES = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
/** Prerelease and metadata of a version, as the library that sprig uses finds them. */
const SUFFIXES = `(-(?:${PIECES}))?(\\+(?:${PIECES}))?`;
const VERSION = new RegExp(`^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?${SUFFIXES}$`);

/** What a version consists of. */
export interface VersionParts {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
}

/** A semantic version: the pointer that `semver` gives, or the plain value that its Inc and Set methods give. */
export class GoVersion extends GoObject {
  constructor(
    readonly parts: VersionParts,
    readonly original: string,
    readonly kind: 'ptr' | 'struct' = 'ptr',
  ) {
    super();
  }

  /** What a parameter of that type was given. */
  static of(value: GoObject): GoVersion {
    if (!(value instanceof GoVersion)) throw executeFault('expected a version');
    return value;
  }

  get type(): string {
    return this.kind === 'ptr' ? '*semver.Version' : 'semver.Version';
  }

  get text(): string {
    const { major, minor, patch, prerelease, metadata } = this.parts;
    const suffix = `${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
    return `${major}.${minor}.${patch}${suffix}`;
  }

  get essence(): string {
    return `${this.text} ${this.original}`;
  }

  toJson(): string {
    return `"${this.text}"`;
  }

  method(name: string): GoFunction | undefined {
    const plain = PLAIN[name];
    if (plain !== undefined) return fixed([], () => plain(this));
    const setter = SETTERS[name];
    if (setter !== undefined) return fixed(['string'], (_meter, text) => this.changed(setter(text)));
    // What takes a pointer is not there for a plain value.
    if (this.kind === 'struct') return undefined;
    if (name === 'Original') return fixed([], () => this.original);
    const comparison = COMPARISONS[name];
    return comparison === undefined
      ? undefined
      : fixed(['version'], (_meter, other) => comparison(compareVersions(this.parts, GoVersion.of(other).parts)));
  }

  /** A plain version with some parts changed. */
  changed(parts: Partial<VersionParts>): GoVersion {
    const next = new GoVersion({ ...this.parts, ...parts }, '', 'struct');
    return new GoVersion(next.parts, `${this.original.startsWith('v') ? 'v' : ''}${next.text}`, 'struct');
  }
}

const RELEASE = { prerelease: '', metadata: '' };
const uint = (value: bigint): GoInt => new GoInt('uint64', value);
const next = (value: bigint): bigint => BigInt.asUintN(64, value + 1n);

const PLAIN: Readonly<Record<string, (version: GoVersion) => Slot>> = {
  String: ({ text }) => text,
  Value: ({ text }) => text,
  Major: ({ parts }) => uint(parts.major),
  Minor: ({ parts }) => uint(parts.minor),
  Patch: ({ parts }) => uint(parts.patch),
  Prerelease: ({ parts }) => parts.prerelease,
  Metadata: ({ parts }) => parts.metadata,
  IncMajor: (version) => version.changed({ ...RELEASE, major: next(version.parts.major), minor: 0n, patch: 0n }),
  IncMinor: (version) => version.changed({ ...RELEASE, minor: next(version.parts.minor), patch: 0n }),
  IncPatch: (version) => {
    const { patch, prerelease } = version.parts;
    return version.changed({ ...RELEASE, patch: prerelease === '' ? next(patch) : patch });
  },
};

const SETTERS: Readonly<Record<string, (text: string) => Partial<VersionParts>>> = {
  SetPrerelease: (prerelease) => ({ prerelease: checkedPrerelease(prerelease) }),
  SetMetadata: (metadata) => ({ metadata: checkedPieces(metadata) }),
};

const COMPARISONS: Readonly<Record<string, (order: number) => Slot>> = {
  Compare: (order) => goInt(order),
  Equal: (order) => order === 0,
  LessThan: (order) => order < 0,
  LessThanEqual: (order) => order <= 0,
  GreaterThan: (order) => order > 0,
  GreaterThanEqual: (order) => order >= 0,
};

/** Reads a version, of which minor and patch may be missing. Throws an execute fault when it is none. */
export function parseVersion(text: string): GoVersion {
  const found = VERSION.exec(text);
  const [, major, minor = '0', patch = '0', prerelease = '', metadata = ''] = found ?? [];
  return new GoVersion(
    {
      major: segment(major),
      minor: segment(minor),
      patch: segment(patch),
      prerelease: checkedPrerelease(prerelease.slice(1)),
      metadata: metadata.slice(1),
    },
    text,
  );
}

function segment(digits: string | undefined): bigint {
  const value = digits === undefined ? undefined : parseUint64(digits, 10);
  if (value === undefined) throw executeFault('the text is not a semantic version');
  return value;
}

function checkedPieces(text: string): string {
  if (!/^[0-9A-Za-z.-]*$/.test(text)) throw executeFault('a part of the version has a character that is not allowed');
  return text;
}

/** Numbers in a prerelease have no leading zeros. */
function checkedPrerelease(text: string): string {
  if (
    checkedPieces(text)
      .split('.')
      .some((piece) => /^0[0-9]+$/.test(piece))
  ) {
    throw executeFault('a number in the prerelease of the version starts with 0');
  }
  return text;
}

function order(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Precedence of semantic versioning: -1, 0 or 1; metadata does not count. */
export function compareVersions(left: VersionParts, right: VersionParts): number {
  return (
    order(left.major, right.major) ||
    order(left.minor, right.minor) ||
    order(left.patch, right.patch) ||
    comparePrereleases(left.prerelease, right.prerelease)
  );
}

/** A release is later than its prereleases. */
function comparePrereleases(left: string, right: string): number {
  if (left === '' || right === '') return left === right ? 0 : left === '' ? 1 : -1;
  return comparePieces(left, right);
}

/** Piece by piece: a number before a text, fewer pieces before more. */
export function comparePieces(left: string, right: string): number {
  const [lefts, rights] = [left.split('.'), right.split('.')];
  for (let i = 0; i < Math.max(lefts.length, rights.length); i++) {
    const difference = comparePiece(lefts[i] ?? '', rights[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePiece(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '' || right === '') return left === '' ? -1 : 1;
  const [leftNumber, rightNumber] = [parseUint64(left, 10), parseUint64(right, 10)];
  if (leftNumber === undefined && rightNumber === undefined) return left > right ? 1 : -1;
  if (leftNumber === undefined || rightNumber === undefined) return leftNumber === undefined ? 1 : -1;
  return leftNumber > rightNumber ? 1 : -1;
}
