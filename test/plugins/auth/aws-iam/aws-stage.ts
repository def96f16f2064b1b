import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { OperatorError, type CloudCall, type LoginMaterial, type Platform } from '#kernel';
import { anAuthRequest, FakeClock, FakePlatform, startAws, type Aws } from '#testkit';
import { NodePlatform } from '../../../../src/platform/index.ts';
import { AwsIamAuth } from '../../../../src/plugins/auth/aws-iam/aws-iam-auth.ts';
import { IDENTITY_ID, logIn } from '../log-in.ts';

/** The token of the pod, which nobody but AWS may see. */
export const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl';

/** Environment variables by name. */
export type Variables = Record<string, string>;

/** A stand-in for AWS, a folder for files and a clock that stands still: the surroundings of one test. */
export class AwsStage {
  private constructor(
    readonly aws: Aws,
    readonly clock: FakeClock,
    private readonly folder: string,
  ) {}

  static async open(): Promise<AwsStage> {
    const clock = new FakeClock();
    const aws = await startAws({ now: () => clock.now() });
    return new AwsStage(aws, clock, await mkdtemp(join(tmpdir(), 'aws-iam-auth-')));
  }

  async close(): Promise<void> {
    await this.aws.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Writes a file, and gives its path. */
  async file(name: string, text: string): Promise<string> {
    await writeFile(join(this.folder, name), text);
    return join(this.folder, name);
  }

  /** The body of a login call in such an environment. */
  async body(environment: Variables, signal = new AbortController().signal): Promise<Readonly<Record<string, string>>> {
    const material = await this.prepare(environment);
    if (material.kind !== 'login') throw new Error('expected a login');
    return material.body(signal);
  }

  /** Logs in as a machine identity that is open to this ARN alone: 'accepted', or the reason of the failure. */
  async logInAs(arn: string, environment: Variables): Promise<string> {
    const check = this.aws.check({ era: '26', allowedArns: [arn] });
    return logIn(await this.prepare(environment), 'aws', check);
  }

  /** The failure of a login in such an environment; it shows no token. */
  async failure(environment: Variables): Promise<OperatorError> {
    const outcome: unknown = await this.body(environment).catch((error: unknown) => error);
    if (!(outcome instanceof OperatorError)) throw new Error(`expected a failure, not ${JSON.stringify(outcome)}`);
    expect(outcome.userMessage).not.to.include(TOKEN);
    return outcome;
  }

  /** What was asked of AWS, in order: method and path. */
  asked(): string[] {
    return this.aws.server.requests.map(({ method, path }) => `${method} ${path}`);
  }

  private prepare(environment: Variables): Promise<LoginMaterial> {
    return prepareOn(new NodePlatform(this.clock, environment), this.clock);
  }
}

/** What a login asks of a machine where nobody answers, and how it fails. */
export async function loginAlone(variables: Variables): Promise<{ calls: readonly CloudCall[]; error: unknown }> {
  const platform = new FakePlatform({ variables });
  const material = await prepareOn(platform, new FakeClock());
  if (material.kind !== 'login') throw new Error('expected a login');
  const error: unknown = await material.body(new AbortController().signal).catch((thrown: unknown) => thrown);
  return { calls: platform.calls, error };
}

function prepareOn(platform: Platform, clock: FakeClock): Promise<LoginMaterial> {
  return new AwsIamAuth(platform, clock).prepare(anAuthRequest({ identityId: IDENTITY_ID }));
}
