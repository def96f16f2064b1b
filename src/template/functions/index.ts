import { builtins } from './builtins.ts';
import { cases } from './cases.ts';
import { certificates } from './certificates.ts';
import { comparison } from './comparison.ts';
import { crypto } from './crypto.ts';
import { dates } from './dates.ts';
import { defaults } from './defaults.ts';
import { dicts } from './dicts.ts';
import { encoding } from './encoding.ts';
import { json } from './json.ts';
import { lists } from './lists.ts';
import { math } from './math.ts';
import { paths } from './paths.ts';
import { regexps } from './regexps.ts';
import type { FunctionTable } from './signature.ts';
import { strings } from './strings.ts';
import { urls } from './urls.ts';
import { versions } from './versions.ts';
import { yaml } from './yaml.ts';

export { FORBIDDEN } from './forbidden.ts';
export type { FunctionTable } from './signature.ts';

/** All functions that a template can call. */
export const FUNCTIONS: FunctionTable = {
  ...builtins,
  ...comparison,
  ...strings,
  ...cases,
  ...regexps,
  ...math,
  ...lists,
  ...dicts,
  ...defaults,
  ...encoding,
  ...crypto,
  ...certificates,
  ...json,
  ...yaml,
  ...paths,
  ...urls,
  ...versions,
  ...dates,
};
