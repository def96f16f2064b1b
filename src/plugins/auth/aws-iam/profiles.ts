import { OperatorError, terminal, type Platform } from '#kernel';

/** Settings of one profile, by key. */
export type Profile = ReadonlyMap<string, string>;

/** The profiles of the shared files. */
export interface Profiles {
  /** The one to use: AWS_PROFILE, else `default`. */
  readonly chosen: string;
  /** Settings of a profile; undefined when no file has it. */
  get(name: string): Profile | undefined;
}

/**
 * Reads the shared files: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else those below HOME if they can be read. What both have of a profile, the file of credentials says.
 * Throws terminal `CredentialsNotFound` when AWS_PROFILE names a profile that is in neither.
 */
export async function loadProfiles(platform: Platform, signal: AbortSignal): Promise<Profiles> {
  const home = platform.variable('HOME');
  const read = async (variable: string, name: string): Promise<string> => {
    const path = platform.variable(variable);
    if (path !== undefined) return (await platform.file(path, signal)) ?? '';
    return home === undefined ? '' : readIfAllowed(platform, `${home}/.aws/${name}`, signal);
  };
  const config = parseIni(await read('AWS_CONFIG_FILE', 'config'));
  const credentials = parseIni(await read('AWS_SHARED_CREDENTIALS_FILE', 'credentials'));
  const get = (name: string): Profile | undefined => {
    const parts = [
      config.get(`profile ${name}`) ?? (name === 'default' ? config.get('default') : undefined),
      credentials.get(name),
    ].filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : new Map(parts.flatMap((part) => [...part]));
  };
  const named = platform.variable('AWS_PROFILE');
  if (named !== undefined && get(named) === undefined) {
    throw terminal('CredentialsNotFound', `AWS_PROFILE names the profile ${named}, which is in no shared file.`, {
      hint: 'Mount the files, and name them by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE.',
    });
  }
  return { chosen: named ?? 'default', get };
}

/** A file that nobody asked for: images run under users who may not look into the home that their environment names. */
async function readIfAllowed(platform: Platform, path: string, signal: AbortSignal): Promise<string> {
  try {
    return (await platform.file(path, signal)) ?? '';
  } catch (error) {
    if (error instanceof OperatorError && error.reason === 'CredentialsNotFound') return '';
    throw error;
  }
}

/** Sections by name. Comments stand on lines of their own, or behind white space; settings of settings are indented, and none of them matters here. */
function parseIni(text: string): ReadonlyMap<string, Profile> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const header = /^\s*\[\s*([^\]]+?)\s*\]/u.exec(line)?.[1]?.replace(/\s+/u, ' ');
    if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, string>();
      sections.set(header, section);
      continue;
    }
    const [, key, value] = /^([^\s=#;[][^=]*?)\s*=\s*(.*?)(?:\s+[#;].*)?\s*$/u.exec(line) ?? [];
    if (key !== undefined && value !== undefined && value !== '') section?.set(key.toLowerCase(), value);
  }
  return sections;
}
