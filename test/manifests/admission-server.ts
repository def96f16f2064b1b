import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Manifest } from './admission-cases.ts';

/** Where to reach an API server, real or emulated. */
export interface ServerHandle {
  readonly server: string;
  readonly token: string;
  /** PEM bundle to trust; undefined for plain http. */
  readonly caPem?: string | undefined;
}

/** What the server said of a manifest. */
export interface Verdict {
  readonly code: number;
  readonly message: string;
  /** One entry for each thing that is wrong. */
  readonly causes: readonly { readonly field: string; readonly message: string }[];
}

const TIMEOUT_MS = 10_000;

const Status = z.looseObject({
  message: z.string().default(''),
  details: z
    .looseObject({
      causes: z.array(z.looseObject({ field: z.string().default(''), message: z.string().default('') })).default([]),
    })
    .optional(),
});

/** Asks an API server whether it would take manifests, without storing them. */
export class AdmissionServer {
  private readonly agent: Agent;

  constructor(private readonly handle: ServerHandle) {
    this.agent = new Agent({ connect: handle.caPem === undefined ? {} : { ca: handle.caPem } });
  }

  /** A dry run of a create, under a name that nothing has but that is as good. Unknown fields are refused, as `kubectl apply` has the server do. */
  async judge(manifest: Manifest): Promise<Verdict> {
    const { server, token } = this.handle;
    const path = `/apis/secrets.infisical.com/v1alpha1/namespaces/default/${manifest.kind.toLowerCase()}s`;
    const { statusCode, body } = await request(`${server}${path}?dryRun=All&fieldValidation=Strict`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...manifest,
        metadata: { ...manifest.metadata, name: `judged-${manifest.metadata.name}` },
      }),
      dispatcher: this.agent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await body.text();
    if (statusCode < 400) return { code: statusCode, message: '', causes: [] };
    const { message, details } = Status.parse(JSON.parse(text));
    return { code: statusCode, message, causes: details?.causes ?? [] };
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.agent.close();
  }
}
