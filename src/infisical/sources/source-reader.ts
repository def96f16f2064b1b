import { REASONS, type SourceScope, terminal } from '#kernel';
import type { Caller, PlainCall } from '../access/index.ts';
import type { Era, EraFinder } from '../era/index.ts';
import { meansThat } from '../failures/index.ts';
import type { ApiAnswer, HeldAnswer } from '../transport/index.ts';
import { confirmPlace } from './existence.ts';
import { describePlace, normalisePath, type Place } from './place.ts';
import type { Merged } from './precedence.ts';
import type { Projects } from './projects.ts';
import { getV3, getV4, listV3, listV4, type PlaceV4 } from './secret-calls.ts';
import { placeOfServiceToken, type ServiceTokens } from './service-tokens.ts';

/** One reading of a source. */
export interface Reading {
  readonly caller: Caller;
  readonly scope: SourceScope;
  /** The last good answer for the same caller and scope. */
  readonly held: HeldAnswer<Merged> | undefined;
  /** Called each time that a request for secrets goes out; the last call is when the read began. */
  readonly onBegin: () => void;
}

/** Reads sources by the routes that the host has. */
export class SourceReader {
  constructor(
    private readonly eras: EraFinder,
    private readonly projects: Projects,
    private readonly serviceTokens: ServiceTokens,
  ) {}

  /** Reads once, without any cache of secrets. Throws as `InfisicalSession.read` does. */
  async read(reading: Reading, signal: AbortSignal): Promise<ApiAnswer<Merged>> {
    const place = await this.placeOf(reading, signal);
    try {
      const read = (era: Era): Promise<ApiAnswer<Merged>> => this.readBy(era, reading, place, signal);
      return checked(await this.eras.run(reading.caller.host, read, signal), place);
    } catch (error) {
      if (reading.caller.serviceToken && meansThat(error, 'tokenRefused')) this.serviceTokens.forget(reading.caller);
      throw error;
    }
  }

  /** Where a scope is, the project by its id. Throws what finding the project throws. */
  async locate(caller: Caller, scope: SourceScope, signal: AbortSignal): Promise<PlaceV4> {
    const place = await this.placeOf({ caller, scope }, signal);
    const { project } = place;
    if ('id' in project) return { ...place, projectId: project.id };
    const projectId =
      (await this.eras.of(caller.host, signal)) === 'v4'
        ? await this.projects.idOf(caller, project.slug, signal)
        : (await this.projects.namesOf(caller, project, signal)).id;
    return { ...place, projectId };
  }

  private async placeOf({ caller, scope }: Pick<Reading, 'caller' | 'scope'>, signal: AbortSignal): Promise<Place> {
    if (caller.serviceToken) return placeOfServiceToken(scope, await this.serviceTokens.data(caller, signal));
    const { project, environment } = scope;
    if (project === undefined || environment === undefined) {
      throw terminal('InvalidSpec', `The scope names no ${project === undefined ? 'project' : 'environment'}.`, {
        hint: 'Set projectSlug or projectId, and envSlug; only a service token with one scope can do without.',
      });
    }
    return { ...scope, project, environment, path: normalisePath(scope.path) };
  }

  private readBy(era: Era, reading: Reading, place: Place, signal: AbortSignal): Promise<ApiAnswer<Merged>> {
    return era === 'v4' ? this.readV4(reading, place, signal) : this.readV3(reading, place, signal);
  }

  private async readV4(reading: Reading, place: Place, signal: AbortSignal): Promise<ApiAnswer<Merged>> {
    const { caller } = reading;
    const { project } = place;
    const projectId = 'id' in project ? project.id : await this.projects.idOf(caller, project.slug, signal);
    const placeV4 = { ...place, projectId };
    try {
      return await this.fetch(
        reading,
        place,
        (name) => getV4(placeV4, name),
        (held) => listV4(placeV4, held),
        signal,
      );
    } catch (error) {
      if (meansThat(error, 'projectMissing')) this.projects.forget(caller, project);
      throw error;
    }
  }

  private async readV3(reading: Reading, place: Place, signal: AbortSignal): Promise<ApiAnswer<Merged>> {
    if (place.tagSlugs !== undefined && place.tagSlugs.length > 0) {
      // These lists neither filter by tag nor tell tags; giving out everything would be worse than giving nothing.
      throw terminal('InvalidSpec', `The server at ${reading.caller.host.base} is too old to select secrets by tag.`, {
        hint: 'Remove tagSlugs from the secretsScope, or upgrade Infisical.',
      });
    }
    const answer = await this.fetch(
      reading,
      place,
      (name) => getV3(place, name),
      (held) => listV3(place, held),
      signal,
    );
    if (answer.body.secrets.length === 0) await confirmPlace(reading.caller, this.projects, place, signal);
    return answer;
  }

  /**
   * One secret is read by itself where the folder has it. Otherwise the list decides, which knows the imports and the order of
   * precedence that holds for them.
   */
  private async fetch(
    { caller, held, onBegin }: Reading,
    place: Place,
    get: (name: string) => PlainCall<Merged>,
    list: (held: HeldAnswer<Merged> | undefined) => PlainCall<Merged>,
    signal: AbortSignal,
  ): Promise<ApiAnswer<Merged>> {
    const { secretName: name, recursive, tagSlugs } = place;
    const alone = name !== undefined && !recursive && (tagSlugs ?? []).length === 0 && !isDotSegment(name);
    if (alone) {
      try {
        const { body } = await caller.call(observed(get(name), onBegin), signal);
        return { body, etag: undefined };
      } catch (error) {
        if (!meansThat(error, 'sourceMissing')) throw error;
      }
    }
    // An empty answer says the same for an empty folder and for none: it is never taken from memory.
    const usable = held !== undefined && held.body.secrets.length > 0 ? held : undefined;
    return await caller.call(observed(list(usable), onBegin), signal);
  }
}

function observed<T>(call: PlainCall<T>, onBegin: () => void): PlainCall<T> {
  return {
    ...call,
    send: (client, init) => {
      onBegin();
      return call.send(client, init);
    },
  };
}

/** Names that a URL would take for a step to another folder of the path. */
function isDotSegment(name: string): boolean {
  return name === '.' || name === '..';
}

function checked(answer: ApiAnswer<Merged>, place: Place): ApiAnswer<Merged> {
  const { hidden, secrets } = answer.body;
  if (place.secretName !== undefined && secrets.length === 0) throw noSuchSecret(place.secretName, place);
  if (hidden.length === 0) return answer;
  const named = hidden.slice(0, 5).join(', ') + (hidden.length > 5 ? ', …' : '');
  throw terminal('AccessDenied', `The values of some secrets of ${describePlace(place)} are withheld: ${named}.`, {
    hint: REASONS.AccessDenied.remedy,
  });
}

function noSuchSecret(name: string, place: Place): Error {
  return terminal('SourceNotFound', `There is no secret "${name}" in ${describePlace(place)}.`, {
    hint: 'Check secretName; case counts.',
  });
}
