import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LoginMaterial, OperatorError } from '#kernel';
import { FakeClock, anAuthRequest, startGoogleCloud, type GoogleAccount, type GoogleCloud } from '#testkit';
import { NodePlatform } from '../../../../src/platform/index.ts';
import { GcpIamAuth } from '../../../../src/plugins/auth/gcp/iam/gcp-iam-auth.ts';
import { IDENTITY_ID } from '../log-in.ts';
import { failureOf } from './bodies.ts';

/** The token of the pod, which nobody but Google may see. */
export const SUBJECT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl';

/** A stand-in for Google Cloud with one service account, a folder for files, and the login method. */
export class GoogleWorld {
  readonly account: GoogleAccount;

  private constructor(
    readonly cloud: GoogleCloud,
    readonly clock: FakeClock,
    readonly folder: string,
  ) {
    this.account = cloud.serviceAccount();
  }

  static async open(): Promise<GoogleWorld> {
    const clock = new FakeClock();
    const cloud = await startGoogleCloud({ now: () => clock.now() });
    return new GoogleWorld(cloud, clock, await mkdtemp(join(tmpdir(), 'gcp-iam-auth-')));
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Writes a file, text as it is and all else as JSON; gives its path. */
  async write(name: string, content: unknown): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  /** Material for a login with a key file of that path, or without one. */
  prepare(path?: string, environment: Record<string, string> = {}): Promise<LoginMaterial> {
    const platform = new NodePlatform(this.clock, { ...this.cloud.environment(), ...environment });
    const spec = { identityId: IDENTITY_ID, ...(path !== undefined && { serviceAccountKeyFilePath: path }) };
    return new GcpIamAuth(platform, this.clock).prepare(anAuthRequest(spec));
  }

  /** The error of such a login; no credential is in it. */
  async failure(path?: string, environment: Record<string, string> = {}): Promise<OperatorError> {
    const error = await failureOf(await this.prepare(path, environment));
    for (const secret of [SUBJECT, this.account.userKey.pem.slice(100, 140), 'hush-hush', 'ya29.']) {
      expect(error.userMessage).not.to.contain(secret);
    }
    return error;
  }

  /** Paths that were asked for, in order. */
  paths(): readonly string[] {
    return this.cloud.server.requests.map(({ path }) => path);
  }

  /** Path at which JWTs of the account are signed. */
  get signing(): string {
    return `/v1/projects/-/serviceAccounts/${this.account.email}:signJwt`;
  }
}
