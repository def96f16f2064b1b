import { terminal, type CloudCall, type Platform } from '#kernel';
import { z } from 'zod';
import { jsonAnswer, parseJson } from '../json-answer.ts';
import {
  AccessToken,
  CLOUD_PLATFORM,
  Email,
  PrivateAddress,
  Universe,
  contentOf,
  incomplete,
  type CredentialsFile,
  type ServiceAccount,
} from './credentials.ts';

const Format = z
  .union([
    z.object({ type: z.literal('text') }).transform(() => undefined),
    z
      .object({ type: z.literal('json'), subject_token_field_name: z.string().min(1) })
      .transform(({ subject_token_field_name }) => subject_token_field_name),
  ])
  .optional();

const Source = z.object({ file: z.string().min(1), format: Format });

const Config = z.object({
  audience: z.string().min(1),
  subject_token_type: z.string().min(1),
  token_url: PrivateAddress,
  service_account_impersonation_url: PrivateAddress,
  credential_source: z.unknown(),
  universe_domain: Universe,
});

const MOUNT = 'Mount a projected ServiceAccount token there, with the audience of the pool.';

const Impersonated = z.object({ service_account_impersonation_url: z.string() });
const Federated = z.object({ access_token: AccessToken });
const Impersonation = z.object({ accessToken: AccessToken });

/**
 * A service account by workload identity federation (RFC 8693): a token that the cluster keeps in a file is exchanged for one of the pool, and that for one of
 * the service account that it may impersonate.
 */
export class ExternalAccount implements ServiceAccount {
  readonly email: string;
  readonly universe: string;
  private readonly config: z.output<typeof Config>;
  private readonly source: z.output<typeof Source>;

  /** Throws terminal `CredentialsIncomplete`. */
  constructor(
    private readonly platform: Platform,
    private readonly file: CredentialsFile,
  ) {
    if (!Impersonated.safeParse(file.content).success) {
      throw incomplete(
        file,
        'it names no service account, and only those have JWTs signed',
        'Make it with gcloud and --service-account.',
      );
    }
    this.config = contentOf(file, Config);
    const source = Source.safeParse(this.config.credential_source);
    if (!source.success) {
      throw incomplete(
        file,
        'its credential_source is no file',
        'Let the kubelet keep a token in the pod, by a projected volume, and make the file with --credential-source-file.',
      );
    }
    this.source = source.data;
    this.universe = this.config.universe_domain;
    const [, email] =
      /\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(this.config.service_account_impersonation_url) ?? [];
    if (!Email.safeParse(email).success || email === undefined) {
      throw incomplete(file, 'its service_account_impersonation_url names no service account');
    }
    this.email = email;
  }

  async accessToken(signal: AbortSignal): Promise<string> {
    const subject = await this.subjectToken(signal);
    const federated = await this.exchange(subject, signal);
    return this.impersonate(federated, signal);
  }

  /** Read anew each time: the kubelet replaces it within the hour. */
  private async subjectToken(signal: AbortSignal): Promise<string> {
    const { file: path, format: field } = this.source;
    const text = await this.platform.file(path, signal);
    if (text === undefined) {
      throw terminal('CredentialsNotFound', `File ${path}, which ${this.file.path} names, does not exist.`, {
        hint: MOUNT,
      });
    }
    const token =
      field === undefined ? text : z.record(z.string(), z.unknown()).safeParse(parseJson(text)).data?.[field];
    if (typeof token === 'string' && token.trim() !== '') return token.trim();
    throw incomplete({ path, content: undefined }, 'there is no token in it', MOUNT);
  }

  private async exchange(subject: string, signal: AbortSignal): Promise<string> {
    const { audience, subject_token_type, token_url } = this.config;
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience,
      scope: CLOUD_PLATFORM,
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token_type,
      subject_token: subject,
    });
    const call: CloudCall = {
      what: 'exchange the token of the pod',
      method: 'POST',
      url: token_url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: 10_000,
    };
    return jsonAnswer(call, await this.platform.call(call, signal), Federated).access_token;
  }

  private async impersonate(federated: string, signal: AbortSignal): Promise<string> {
    const call: CloudCall = {
      what: `get a token for ${this.email}`,
      method: 'POST',
      url: this.config.service_account_impersonation_url,
      headers: { authorization: `Bearer ${federated}`, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ scope: [CLOUD_PLATFORM], lifetime: '600s' }),
      timeoutMs: 10_000,
    };
    return jsonAnswer(call, await this.platform.call(call, signal), Impersonation).accessToken;
  }
}
