import { REASONS, terminal } from '#kernel';
import type { Caller } from '../access/index.ts';
import { FolderListAnswer } from '../answers.ts';
import { describePlace, type Place } from './place.ts';
import type { Projects } from './projects.ts';

/**
 * Makes sure that an empty answer of a server of 2024 means an empty folder: those answer an unknown environment or folder in the
 * same way. Resolves when both exist. Throws terminal `SourceNotFound` when one does not, and whatever the look-ups throw.
 */
export async function confirmPlace(
  caller: Caller,
  projects: Projects,
  place: Pick<Place, 'project' | 'environment' | 'path'>,
  signal: AbortSignal,
): Promise<void> {
  const { id, environments } = await projects.load(caller, place.project, signal);
  if (!environments.some(({ slug }) => slug === place.environment)) {
    throw missing(place, `there is no environment with the slug "${place.environment}"`);
  }
  if (place.path === '/') return;
  const cut = place.path.lastIndexOf('/');
  const parent = place.path.slice(0, cut) || '/';
  const name = place.path.slice(cut + 1);
  const { body } = await caller.call(
    {
      operation: 'listFoldersV1',
      kind: 'secrets',
      what: `list the folders of environment "${place.environment}", path "${parent}"`,
      send: (client, init) =>
        client.GET('/api/v1/folders', {
          ...init,
          params: { query: { workspaceId: id, environment: place.environment, path: parent } },
        }),
      parse: (answer) => FolderListAnswer.parse(answer).folders,
    },
    signal,
  );
  if (!body.some((folder) => folder.name === name)) throw missing(place, `there is no folder "${name}" in "${parent}"`);
}

function missing(place: Parameters<typeof describePlace>[0], why: string): Error {
  return terminal('SourceNotFound', `Could not list the secrets of ${describePlace(place)}: ${why}.`, {
    hint: REASONS.SourceNotFound.remedy,
  });
}
