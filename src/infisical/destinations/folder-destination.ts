import {
  OperatorError,
  retryable,
  terminal,
  type ChangedSecret,
  type Destination,
  type DestinationScope,
  type PushedSecret,
  type StoredSecret,
  type WriteOutcome,
} from '#kernel';
import type { Caller, PlainCall } from '../access/index.ts';
import type { WrittenAnswer } from '../answers.ts';
import type { Era, EraFinder } from '../era/index.ts';
import { meansThat } from '../failures/index.ts';
import { confirmPlace, describePlace, normalisePath, type Projects } from '../sources/index.ts';
import { callsV3, callsV4, type Calls, type Listed } from './calls.ts';
import { chunks } from './chunks.ts';

/** What every destination works with. */
export interface DestinationParts {
  readonly eras: EraFinder;
  readonly projects: Projects;
}

/** A folder of one project, by the routes that the host has. Remembers nothing of its secrets. */
export class FolderDestination implements Destination {
  private readonly scope: DestinationScope;

  constructor(
    private readonly parts: DestinationParts,
    private readonly caller: Caller,
    scope: DestinationScope,
  ) {
    this.scope = { ...scope, path: normalisePath(scope.path) };
  }

  async list(signal: AbortSignal): Promise<readonly StoredSecret[] | undefined> {
    try {
      const listed = await this.inEra(async (calls, era) => {
        const { body } = await this.caller.call(calls.list(), signal);
        // Servers of 2024 answer alike for an empty folder and for none.
        if (era === 'v3' && body.length === 0) await confirmPlace(this.caller, this.parts.projects, this.scope, signal);
        return body;
      }, signal);
      this.refuseHidden(listed);
      return listed.map(({ stored }) => stored);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async createFolder(signal: AbortSignal): Promise<void> {
    if (this.scope.path === '/') return;
    try {
      await this.inEra((calls) => this.caller.call(calls.createFolder(), signal), signal);
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw terminal('DestinationNotFound', error.message, { cause: error });
    }
  }

  create(secrets: readonly PushedSecret[], signal: AbortSignal): Promise<WriteOutcome> {
    const keyOf = ({ key }: PushedSecret): string => key;
    return this.write(secrets, keyOf, (calls, part) => calls.create(part), signal);
  }

  update(changes: readonly ChangedSecret[], signal: AbortSignal): Promise<WriteOutcome> {
    const keyOf = ({ stored }: ChangedSecret): string => stored.key;
    return this.write(changes, keyOf, (calls, part) => calls.update(part), signal);
  }

  remove(secrets: readonly StoredSecret[], signal: AbortSignal): Promise<WriteOutcome> {
    const keyOf = ({ key }: StoredSecret): string => key;
    return this.write(secrets, keyOf, (calls, part) => calls.remove(part), signal);
  }

  private async write<T extends object>(
    items: readonly T[],
    keyOf: (item: T) => string,
    call: (calls: Calls, part: readonly T[]) => PlainCall<WrittenAnswer>,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    const written: { id: string; key: string }[] = [];
    let awaitsApproval = false;
    for (const part of chunks(items)) {
      const { body } = await this.inEra((calls) => this.caller.call(call(calls, part), signal), signal);
      if ('approval' in body) awaitsApproval = true;
      else written.push(...this.confirmed(part.map(keyOf), body.secrets));
    }
    return { written, awaitsApproval };
  }

  /** A success that leaves out a secret is none: it would be told that all is well until the next look at the folder. */
  private confirmed(
    asked: readonly string[],
    answered: Extract<WrittenAnswer, { readonly secrets: unknown }>['secrets'],
  ): readonly { readonly id: string; readonly key: string }[] {
    const keys = new Set(answered.map(({ secretKey }) => secretKey));
    const missing = asked.filter((key) => !keys.has(key));
    if (missing.length === 0) return answered.map(({ id, secretKey: key }) => ({ id, key }));
    const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', …' : '');
    throw retryable(
      'HostAnswerInvalid',
      `The answer to a write to ${describePlace(this.scope)} does not tell what became of ${named}.`,
    );
  }

  private inEra<T>(work: (calls: Calls, era: Era) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { caller, scope, parts } = this;
    return parts.eras.run(
      caller.host,
      async (era) => {
        try {
          return await work(await this.calls(era, signal), era);
        } catch (error) {
          if (meansThat(error, 'projectMissing')) parts.projects.forget(caller, scope.project);
          throw error;
        }
      },
      signal,
    );
  }

  private async calls(era: Era, signal: AbortSignal): Promise<Calls> {
    const { caller, scope, parts } = this;
    const { project } = scope;
    if (era === 'v3') return callsV3(scope, await parts.projects.namesOf(caller, project, signal));
    return callsV4(scope, 'id' in project ? project.id : await parts.projects.idOf(caller, project.slug, signal));
  }

  /** A value that cannot be seen cannot be compared, and would be written again for ever. */
  private refuseHidden(listed: readonly Listed[]): void {
    const hidden = listed.filter((each) => each.hidden).map(({ stored }) => stored.key);
    if (hidden.length === 0) return;
    const named = hidden.slice(0, 5).join(', ') + (hidden.length > 5 ? ', …' : '');
    throw terminal(
      'AccessDenied',
      `The values of some secrets of ${describePlace(this.scope)} are withheld: ${named}.`,
      {
        hint: 'Give the identity a role in the project that may read the values of this environment and path.',
      },
    );
  }
}

/** Whether a call failed because environment or folder are not there. */
function isMissing(error: unknown): error is OperatorError {
  return error instanceof OperatorError && error.reason === 'SourceNotFound';
}
