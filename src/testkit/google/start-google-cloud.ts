import { CloudServer, type GivenAnswer, type SeenRequest } from '../cloud/index.ts';
import { AccessTokens } from './access-tokens.ts';
import { iamCredentials } from './iam-credentials.ts';
import { isIdToken, isSignedJwt, type GoogleAllowed } from './infisical-check.ts';
import { metadata, type GoogleMachine } from './metadata-server.ts';
import { GoogleAccount, type GoogleAccountSpec } from './service-account.ts';
import { SigningKey } from './signing-key.ts';
import { POOL_AUDIENCE, assertedToken, exchangedToken } from './token-service.ts';

/** How the stand-in behaves. */
export interface GoogleCloudOptions {
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly now?: () => number;
}

type Check = (material: Readonly<Record<string, string>>) => boolean;

/** A stand-in for the endpoints of Google Cloud that prove identities: the metadata server, the token services, and the IAM Credentials API. */
export class GoogleCloud {
  /** The machine of the metadata server. */
  readonly machine: GoogleMachine = { account: undefined, project: 'shop', zone: 'europe-west3-a' };
  private readonly accounts: GoogleAccount[] = [];
  private readonly tokens = new AccessTokens();
  private readonly key = new SigningKey();
  private started: CloudServer | undefined;

  private constructor(private readonly clock: () => number) {}

  static async start({ now = Date.now }: GoogleCloudOptions = {}): Promise<GoogleCloud> {
    const cloud = new GoogleCloud(now);
    cloud.started = await CloudServer.start((request) => cloud.answer(request));
    return cloud;
  }

  /** Server, requests and faults. */
  get server(): CloudServer {
    if (this.started === undefined) throw new Error('the stand-in was not started');
    return this.started;
  }

  /** Makes a service account. */
  serviceAccount(spec: GoogleAccountSpec = {}): GoogleAccount {
    const made = new GoogleAccount(spec);
    this.accounts.push(made);
    return made;
  }

  /** Deletes a service account. */
  remove(account: GoogleAccount): void {
    this.accounts.splice(this.accounts.indexOf(account), 1);
  }

  /** Environment with which a process asks this stand-in for what it asks of the machine and of the API. */
  environment(): Record<string, string> {
    const { url } = this.server;
    return { GCE_METADATA_HOST: new URL(url).host, CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: url };
  }

  /** Content of the key file of a service account. */
  keyFile({ email, id, userKey }: GoogleAccount): Record<string, string> {
    const { url } = this.server;
    return {
      type: 'service_account',
      project_id: this.machine.project,
      private_key_id: userKey.id,
      private_key: userKey.pem,
      client_email: email,
      client_id: id,
      auth_uri: `${url}/o/oauth2/auth`,
      token_uri: `${url}/token`,
      auth_provider_x509_cert_url: `${url}/oauth2/v1/certs`,
      client_x509_cert_url: `${url}/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
      universe_domain: 'googleapis.com',
    };
  }

  /** Content of the file of workload identity federation that gcloud makes: a token in a file stands for the service account. */
  federationFile({ email }: GoogleAccount, tokenFile: string): Record<string, unknown> {
    const { url } = this.server;
    return {
      universe_domain: 'googleapis.com',
      type: 'external_account',
      audience: POOL_AUDIENCE,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${url}/v1/token`,
      credential_source: { file: tokenFile, format: { type: 'text' } },
      service_account_impersonation_url: `${url}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    };
  }

  /** The check of Infisical for identities of the type "GCP ID token". */
  idTokenCheck(allowed: GoogleAllowed): Check {
    return (material) => isIdToken(material, this.key, allowed, this.now);
  }

  /** The check of Infisical for identities of the type "GCP IAM". */
  signedJwtCheck(allowed: GoogleAllowed): Check {
    return (material) => isSignedJwt(material, this.accounts, allowed, this.now);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private get now(): number {
    return Math.floor(this.clock() / 1_000);
  }

  private answer(request: SeenRequest): GivenAnswer | undefined {
    const { accounts, tokens, key, machine, now } = this;
    if (request.path.startsWith('/computeMetadata/')) return metadata(request, { machine, tokens, key, now });
    const audience = `${this.server.url}/token`;
    if (request.path === '/token') return assertedToken(request, { accounts, tokens, audience, now });
    if (request.path === '/v1/token') return exchangedToken(request, { accounts, tokens, audience, now });
    return iamCredentials(request, { accounts, tokens, now });
  }
}

/** Starts the stand-in. Whoever starts it has to stop it. */
export function startGoogleCloud(options: GoogleCloudOptions = {}): Promise<GoogleCloud> {
  return GoogleCloud.start(options);
}
