import { CloudServer, type CloudHandler, type SeenRequest } from '../cloud/index.ts';
import { AwsAccount, type AwsKeys, type AwsRole } from './account.ts';
import { podCredentials } from './container-endpoint.ts';
import { infisicalCheck, type AwsCheckOptions } from './infisical-check.ts';
import { InstanceMetadata } from './instance-metadata.ts';
import { securityTokens } from './token-service.ts';

/** How the stand-in behaves. */
export interface AwsOptions {
  /** Of the instance and of the token service; `eu-central-1` unless given. */
  readonly region?: string;
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly now?: () => number;
}

/**
 * A stand-in for the endpoints of AWS that prove identities: the token service of a region, the metadata service of an instance, and the agent of EKS Pod
 * Identity.
 */
export class Aws {
  /** Tokens of pods, and the roles that they stand for. */
  readonly podRoles: Map<string, AwsRole>;

  private constructor(
    readonly server: CloudServer,
    readonly region: string,
    readonly account: AwsAccount,
    /** Set its role to give the instance one. */
    readonly instance: InstanceMetadata,
    podRoles: Map<string, AwsRole>,
  ) {
    this.podRoles = podRoles;
  }

  static async start({ region = 'eu-central-1', now = Date.now }: AwsOptions = {}): Promise<Aws> {
    const account = new AwsAccount(now);
    const instance = new InstanceMetadata(account, region);
    const podRoles = new Map<string, AwsRole>();
    const answer = (request: SeenRequest): ReturnType<CloudHandler> => {
      if (request.path === '/') return securityTokens(request, account, new URL(server.url).host, region);
      if (request.path === '/v1/credentials') return podCredentials(request, account, podRoles);
      return request.path.startsWith('/latest/') ? instance.answer(request) : undefined;
    };
    const server: CloudServer = await CloudServer.start(answer);
    return new Aws(server, region, account, instance, podRoles);
  }

  /** Environment of a process that was given the keys of a user. */
  userEnvironment({ accessKeyId, secretAccessKey }: AwsKeys): Record<string, string> {
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: this.region };
  }

  /** Environment that the webhook of IRSA would give a pod, and the address of this stand-in. */
  irsaEnvironment({ arn }: AwsRole, tokenFile: string): Record<string, string> {
    return {
      AWS_ROLE_ARN: arn,
      AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_STS_REGIONAL_ENDPOINTS: 'regional',
      AWS_ENDPOINT_URL_STS: this.server.url,
    };
  }

  /** Environment that the webhook of EKS Pod Identity would give a pod. */
  podIdentityEnvironment(tokenFile: string): Record<string, string> {
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${this.server.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
    };
  }

  /** Environment with which a process on such an instance asks this stand-in. */
  instanceEnvironment(): Record<string, string> {
    return { AWS_EC2_METADATA_SERVICE_ENDPOINT: this.server.url };
  }

  /** The login check of Infisical; see `infisicalCheck`. */
  check(options: AwsCheckOptions): ReturnType<typeof infisicalCheck> {
    return infisicalCheck(this.account, options);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** Starts the stand-in. Whoever starts it has to stop it. */
export function startAws(options: AwsOptions = {}): Promise<Aws> {
  return Aws.start(options);
}
