import { z } from 'zod';
import {
  REFERENCE_KINDS,
  terminal,
  type AuthMethodContribution,
  type AuthRequest,
  type Clock,
  type Log,
  type LoginMaterial,
  type MethodReference,
  type ObjectKey,
} from '../contracts/index.ts';
import type { Registered } from '../plugins/index.ts';
import { parseConfig } from './config.ts';
import { Guard } from './guard.ts';
import { checkBody, checkMaterial } from './material.ts';

/** Preparing reads what is cached; minutes are for nobody. */
const PREPARE_MS = 10_000;
/** A body may take a few calls to some other service. */
const BODY_MS = 30_000;

const References = z
  .array(
    z.object({
      kind: z.enum(REFERENCE_KINDS),
      namespace: z.string().min(1).max(63),
      name: z.string().min(1).max(253),
      field: z.string().min(1).max(253),
    }),
  )
  .max(64);

/**
 * A login method of a third party, called so that it can only harm who uses it: what it throws, what takes too long and what is none of
 * the contract becomes an error with the name of the plugin.
 */
export class ThirdPartyMethod {
  private readonly guard: Guard;

  constructor(
    private readonly method: Registered<AuthMethodContribution>,
    clock: Clock,
    log: Log,
  ) {
    this.guard = new Guard(method.plugin, clock, log);
  }

  /** Throws terminal `PluginConfigInvalid` and `PluginFailed`. */
  references(config: unknown, resource: ObjectKey): readonly MethodReference[] {
    const { plugin, contribution } = this.method;
    const named = this.guard.callNow('naming what it refers to', () =>
      References.safeParse(contribution.references(this.parse(config), keyOf(resource))),
    );
    if (!named.success) throw terminal('PluginFailed', `Plugin ${plugin} names no references, or too many.`);
    const unwatched = named.data.find(({ kind }) => !contribution.watches.includes(kind));
    if (unwatched === undefined) return named.data;
    throw terminal('PluginFailed', `Plugin ${plugin} refers to a ${unwatched.kind}, which it does not watch.`);
  }

  /** The material of the plugin, its body guarded as well. Throws as `LoginMethods.prepare` does. */
  async prepare(
    config: unknown,
    resource: ObjectKey,
    services: Pick<AuthRequest<unknown>, 'secrets' | 'tokens'>,
    signal: AbortSignal,
  ): Promise<LoginMaterial> {
    const { plugin } = this.method;
    // What cannot be watched would never be seen to change, so it is told before it matters.
    this.references(config, resource);
    const request = { spec: this.parse(config), resource: keyOf(resource), ...services };
    const material = await this.guard.call('preparing a login', PREPARE_MS, signal, async (limited) =>
      checkMaterial(plugin, await this.method.instance().prepare(request, limited)),
    );
    if (material.kind === 'token') return material;
    return {
      kind: 'login',
      method: material.method,
      // The plugin is part of it: it must not be able to name the identity of another method, and be given its token.
      identity: JSON.stringify([plugin, material.identity]),
      body: (flight) =>
        this.guard.call('making the body of a login', BODY_MS, flight, async (limited) =>
          checkBody(plugin, await material.body(limited)),
        ),
    };
  }

  private parse(config: unknown): unknown {
    return parseConfig(this.method, config, this.guard);
  }
}

/** Resources hand over all of their metadata; a plugin gets no more than the contract says. */
function keyOf({ namespace, name }: ObjectKey): ObjectKey {
  return { namespace, name };
}
