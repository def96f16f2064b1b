import { type Clock, REASONS, type SourceScope, terminal } from '#kernel';
import type { Caller } from '../access/index.ts';
import { ServiceTokenAnswer } from '../answers.ts';
import { Remembered } from '../flight/index.ts';
import { normalisePath, type Place } from './place.ts';

const REMEMBERED_MS = 30 * 60_000;

/** Knows what each service token may read. */
export class ServiceTokens {
  private readonly known: Remembered<ServiceTokenAnswer>;

  constructor(clock: Clock) {
    this.known = new Remembered(clock, REMEMBERED_MS);
  }

  /** The token's own data, asked for once per token and half an hour. Throws terminal `InvalidCredentials`. */
  data(caller: Caller, signal: AbortSignal): Promise<ServiceTokenAnswer> {
    return this.known.get(
      caller.id,
      async (flight) => {
        const { body } = await caller.call(
          {
            operation: 'getServiceToken',
            kind: 'token',
            what: 'check the service token',
            send: (client, init) => client.GET('/api/v2/service-token', { ...init }),
            parse: (answer) => ServiceTokenAnswer.parse(answer),
          },
          flight,
        );
        return body;
      },
      signal,
    );
  }

  /** Forgets the data of a token that the server no longer takes, so that the next session finds out. */
  forget(caller: Caller): void {
    this.known.forget(caller.id);
  }

  /** Ends what is under way. */
  close(): Promise<void> {
    return this.known.close();
  }
}

/**
 * The place that `scope` means for a service token. A token reads in its own project only, and no server lets it look up a slug,
 * so a slug is not compared. From a
 * token with exactly one scope without wildcards servers take environment and path, **whatever was asked for**: asking for
 * something else is refused here, or it would be answered with the secrets of the wrong place. Throws terminal `InvalidSpec` and
 * `AccessDenied`.
 */
export function placeOfServiceToken(scope: SourceScope, token: ServiceTokenAnswer): Place {
  if (scope.project !== undefined && 'id' in scope.project && scope.project.id !== token.workspace) {
    throw terminal('ProjectNotFound', `The service token belongs to another project than ${scope.project.id}.`, {
      hint: 'Remove the project from the scope, or use a token of that project.',
    });
  }
  const [only] = token.scopes;
  const single = only !== undefined && token.scopes.length === 1 ? only : undefined;
  const environment = scope.environment ?? single?.environment;
  if (environment === undefined) {
    throw terminal('InvalidSpec', `The service token has ${token.scopes.length} scopes, and no environment is named.`, {
      hint: 'Set envSlug in the secretsScope.',
    });
  }
  const asked = normalisePath(scope.path);
  const exact = single !== undefined && !/[*?{[]/u.test(single.secretPath) ? single : undefined;
  const exactPath = exact === undefined ? undefined : normalisePath(exact.secretPath);
  // "/" is what a scope without a path says.
  const path = asked === '/' && exactPath !== undefined ? exactPath : asked;
  if (exact !== undefined && exactPath !== undefined && (environment !== exact.environment || path !== exactPath)) {
    throw terminal(
      'AccessDenied',
      `The service token reads environment "${exact.environment}", path "${exactPath}" only, not environment "${environment}", path "${path}".`,
      { hint: REASONS.AccessDenied.remedy },
    );
  }
  return { ...scope, project: { id: token.workspace }, environment, path };
}
