import type { AuthRequest, Platform } from '#kernel';
import type { ServiceCall } from './protocol.ts';
import type { Redactor } from './redactor.ts';

/** What a call of a plugin may use. */
export interface CallServices extends Pick<AuthRequest<unknown>, 'secrets' | 'tokens'> {
  readonly platform: Platform;
}

/** An error of the plugin: it asks for what its manifest does not. */
class NotAskedFor extends Error {
  override readonly name = 'NotAskedFor';
}

/**
 * Answers one call of a service. `needs` are the capabilities of the manifest; what is not among them throws `NotAskedFor`. The redactor learns
 * everything that is confidential. Throws what the service throws.
 */
export async function answer(
  call: ServiceCall,
  { secrets, tokens, platform }: CallServices,
  needs: ReadonlySet<string>,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<unknown> {
  const needed = call.name.startsWith('platform.') ? call.name : (call.name.split('.')[0] ?? '');
  if (!needs.has(needed)) throw new NotAskedFor(`the plugin uses ${needed}, which its manifest does not ask for`);
  switch (call.name) {
    case 'secrets.read': {
      const text = await secrets.read(call.key, signal);
      for (const value of text.values()) redactor.learn(value);
      return new Map(text);
    }
    case 'tokens.request':
      return learnt(await tokens.request(call.request, signal), redactor);
    case 'tokens.stored':
      return learnt(await tokens.stored(call.account, signal), redactor);
    case 'platform.file':
      return learnt(await platform.file(call.path, signal), redactor);
    case 'platform.call': {
      const given = await platform.call(call.call, signal);
      redactor.learn(given.body);
      return { status: given.status, headers: { ...given.headers }, body: given.body };
    }
  }
}

function learnt(text: string | undefined, redactor: Redactor): string | undefined {
  if (text !== undefined) redactor.learn(text);
  return text;
}
