import { z } from 'zod';
import { type Folder, normalisePath } from '../sources/index.ts';
import type { ServerEvent } from './sse-parser.ts';

/** What an event says. */
export type News =
  /** Something has changed: in these folders, or anywhere when undefined. */
  | { readonly kind: 'change'; readonly folders: readonly Folder[] | undefined }
  /** The server is about to end the stream, for this reason; not cleaned yet. */
  | { readonly kind: 'end'; readonly message: string }
  /** Nothing but life. */
  | { readonly kind: 'nothing' };

/** More folders than this in one event stand for the whole project. */
const MOST_FOLDERS = 100;

const NOTHING: News = { kind: 'nothing' };

const Element = z.object({ environment: z.string(), secretPath: z.string() });
const Change = z.object({
  data: z.object({
    eventType: z.string().optional(),
    payload: z.union([z.array(Element).min(1), Element.transform((element) => [element])]),
  }),
});
const Failure = z.object({ message: z.string() });

/** The kinds of change that are subscribed to all begin so. */
const CHANGE = 'secret:';

/**
 * Reads an event of a project. It is taken for no more than a hint that something changed: fields differ between releases, so one
 * that cannot be read stands for a change anywhere in the project, and what is no change by its name for a sign of life.
 */
export function readEvent({ name, data }: ServerEvent): News {
  if (name === 'ping') return NOTHING;
  const body = parseJson(data);
  if (name === 'error') {
    const failure = Failure.safeParse(body);
    return { kind: 'end', message: failure.success ? failure.data.message : '' };
  }
  const change = Change.safeParse(body);
  const kind = name !== '' ? name : (change.data?.data.eventType ?? '');
  if (!kind.startsWith(CHANGE)) return NOTHING;
  return { kind: 'change', folders: change.data && distinct(change.data.data.payload.map(folderOf)) };
}

/** Each folder once; undefined for so many that asking each reader about each of them costs more than reading again. */
function distinct(folders: readonly Folder[]): readonly Folder[] | undefined {
  const byName = new Map(folders.map((folder) => [`${folder.environment ?? ''}:${folder.path}`, folder]));
  return byName.size > MOST_FOLDERS ? undefined : [...byName.values()];
}

function folderOf({ environment, secretPath }: z.infer<typeof Element>): Folder {
  return { environment, path: normalisePath(secretPath) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
