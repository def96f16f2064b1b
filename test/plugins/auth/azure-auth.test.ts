import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LoginMaterial } from '#kernel';
import {
  anAuthRequest,
  FakeClock,
  FakePlatform,
  cloudFault,
  startAzure,
  type Azure,
  type AzureIdentity,
  type CloudFault,
} from '#testkit';
import { NodePlatform } from '../../../src/platform/index.ts';
import { AzureAuth } from '../../../src/plugins/auth/azure/azure-auth.ts';
import type { AzureAuthSpec } from '../../../src/plugins/auth/azure/spec.ts';
import { IDENTITY_ID, logIn } from './log-in.ts';

const MANAGEMENT = 'https://management.azure.com/';
/** The token of the pod, which nobody but Entra ID may see. */
const ASSERTION = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl';

describe('AzureAuth', () => {
  let azure: Azure;
  let clock: FakeClock;
  let folder: string;

  beforeEach(async () => {
    clock = new FakeClock();
    azure = await startAzure({ now: () => clock.now() });
    folder = await mkdtemp(join(tmpdir(), 'azure-auth-'));
  });
  afterEach(async () => {
    await azure.stop();
    await rm(folder, { recursive: true });
  });

  const prepare = (environment: Record<string, string>, spec: Partial<AzureAuthSpec> = {}): Promise<LoginMaterial> =>
    new AzureAuth(new NodePlatform(clock, environment)).prepare(anAuthRequest({ identityId: IDENTITY_ID, ...spec }));

  const bodyOf = async (
    material: LoginMaterial,
    signal = new AbortController().signal,
  ): Promise<Readonly<Record<string, string>>> => {
    if (material.kind !== 'login') throw new Error('expected a login');
    return material.body(signal);
  };

  const failureOf = async (
    environment: Record<string, string>,
    spec: Partial<AzureAuthSpec> = {},
  ): Promise<{ reason: string; disposition: string; message: string }> => {
    try {
      await bodyOf(await prepare(environment, spec));
    } catch (error) {
      expect(error).to.have.property('userMessage').that.does.not.include(ASSERTION);
      return error as { reason: string; disposition: string; message: string };
    }
    throw new Error('succeeded');
  };

  /** A file with the token of the pod, and an identity that it stands for. */
  const federated = async (): Promise<{ identity: AzureIdentity; environment: Record<string, string> }> => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, `${ASSERTION}\n`);
    const identity = azure.identity({ assigned: false, assertions: [ASSERTION] });
    return { identity, environment: azure.podEnvironment(identity, tokenFile) };
  };

  describe('with the managed identity of the node', () => {
    it('logs in as the only identity, for the default resource', async () => {
      const identity = azure.identity();
      const material = await prepare(azure.nodeEnvironment());
      expect(await logIn(material, 'azure', azure.check(MANAGEMENT, [identity]))).to.equal('accepted');
      const [request] = azure.server.requests;
      expect(request?.headers).to.include({ metadata: 'true' });
      expect(request?.query.get('resource')).to.equal(MANAGEMENT);
    });

    it('is not taken for another identity, nor with a token for another resource', async () => {
      azure.identity();
      const other = azure.identity({ assigned: false });
      const material = await prepare(azure.nodeEnvironment());
      expect(await logIn(material, 'azure', azure.check(MANAGEMENT, [other]))).to.equal('InvalidCredentials');
    });

    const CHOICES: readonly (readonly [string, (identity: AzureIdentity) => Partial<AzureAuthSpec>])[] = [
      ['client_id behind the resource', ({ clientId }) => ({ resource: `${MANAGEMENT}&client_id=${clientId}` })],
      ['object_id behind the resource', ({ objectId }) => ({ resource: `${MANAGEMENT}&object_id=${objectId}` })],
      ['msi_res_id behind the resource', ({ resourceId }) => ({ resource: `${MANAGEMENT}&msi_res_id=${resourceId}` })],
      ['azureManagedIdentityClientId', ({ clientId }) => ({ azureManagedIdentityClientId: clientId })],
      [
        'the same client id at both places',
        ({ clientId }) => ({
          resource: `https%3A%2F%2Fmanagement.azure.com%2F&client_id=${clientId}`,
          azureManagedIdentityClientId: clientId,
        }),
      ],
    ];
    for (const [title, choose] of CHOICES) {
      it(`chooses among several identities by ${title}`, async () => {
        const [first, second] = [azure.identity(), azure.identity()];
        const material = await prepare(azure.nodeEnvironment(), choose(second));
        expect(await logIn(material, 'azure', azure.check(MANAGEMENT, [second]))).to.equal('accepted');
        expect(await logIn(material, 'azure', azure.check(MANAGEMENT, [first]))).to.equal('InvalidCredentials');
      });
    }

    it('cannot smuggle a parameter into the request', async () => {
      const identity = azure.identity();
      azure.identity();
      const spec = { azureManagedIdentityClientId: `x&client_id=${identity.clientId}` };
      expect(await failureOf(azure.nodeEnvironment(), spec)).to.include({ reason: 'CloudRefused' });
    });

    it('says what the metadata service refused', async () => {
      azure.identity();
      azure.identity();
      const several = await failureOf(azure.nodeEnvironment());
      expect(several).to.include({ reason: 'CloudRefused', disposition: 'terminal' });
      expect(several.message).to.match(/HTTP 400, invalid_request: Multiple user assigned identities exist/);
      const unknown = await failureOf(azure.nodeEnvironment(), { azureManagedIdentityClientId: 'nobody' });
      expect(unknown.message).to.match(/Identity not found/);
    });

    it('leaves out of a refusal what differs each time', async () => {
      azure.identity();
      const { message } = await failureOf(azure.nodeEnvironment(), { resource: 'api://nothing' });
      expect(message).to.match(/AADSTS500011: .* was not found in the tenant\.$/);
    });

    const PASSING: readonly (readonly [string, CloudFault])[] = [
      ['is being updated', cloudFault.answer(404)],
      ['is being updated for a minute', cloudFault.answer(410)],
      ['asks for fewer calls', cloudFault.answer(429, { error: 'throttled' })],
      ['fails', cloudFault.answer(500, { error: 'unknown', error_description: 'Failed to retrieve token.' })],
      ['breaks the connection', cloudFault.reset()],
      ['is a portal', cloudFault.page()],
      ['talks without end', cloudFault.endless()],
      ['answers without a token', cloudFault.answer(200, { token_type: 'Bearer' })],
      ['answers with a token that is no JWT', cloudFault.answer(200, { access_token: 'a b' })],
    ];
    for (const [title, fault] of PASSING) {
      it(`will try again when the metadata service ${title}`, async () => {
        azure.identity();
        azure.server.fail(fault);
        expect(await failureOf(azure.nodeEnvironment())).to.include({
          reason: 'CloudUnavailable',
          disposition: 'retryable',
        });
      });
    }

    it('will try again when the metadata service hangs for 10 seconds', async () => {
      azure.server.fail(cloudFault.hang());
      const arrived = azure.server.arrived();
      const failure = failureOf(azure.nodeEnvironment());
      await arrived;
      await clock.advance(10_000);
      expect(await failure).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
    });

    it('ends when it is aborted', async () => {
      azure.server.fail(cloudFault.hang());
      const stop = new AbortController();
      const material = await prepare(azure.nodeEnvironment());
      const arrived = azure.server.arrived();
      const outcome = bodyOf(material, stop.signal).catch((error: unknown) => error);
      await arrived;
      const reason = new Error('stop');
      stop.abort(reason);
      expect(await outcome).to.equal(reason);
    });

    it('asks the address that is the same on every node, unless it is told another', async () => {
      const platform = new FakePlatform();
      const material = await new AzureAuth(platform).prepare(anAuthRequest({ identityId: 'x' }));
      await bodyOf(material).catch(() => undefined);
      expect(platform.calls.map(({ url }) => url)).to.deep.equal([
        'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F',
      ]);
    });
  });

  describe('with the workload identity of the pod', () => {
    it('logs in, and never asks the metadata service', async () => {
      const { identity, environment } = await federated();
      const material = await prepare(environment);
      expect(await logIn(material, 'azure', azure.check(MANAGEMENT, [identity]))).to.equal('accepted');
      expect(azure.server.requests.map(({ path }) => path)).to.deep.equal([`/${azure.tenantId}/oauth2/v2.0/token`]);
    });

    it('sends the token that is in the file at the time of the login', async () => {
      const { environment } = await federated();
      const material = await prepare(environment);
      await writeFile(environment['AZURE_FEDERATED_TOKEN_FILE'] ?? '', 'a.newer.one');
      await bodyOf(material).catch(() => undefined);
      const form = new URLSearchParams(azure.server.requests[0]?.body);
      expect(form.get('client_assertion')).to.equal('a.newer.one');
    });

    it('is the client that the resource names, rather than the one of the pod', async () => {
      const { environment } = await federated();
      const other = azure.identity({ assertions: [ASSERTION] });
      const material = await prepare(environment, { resource: `${MANAGEMENT}&client_id=${other.clientId}` });
      expect(await logIn(material, 'azure', azure.check(MANAGEMENT, [other]))).to.equal('accepted');
    });

    it('is refused without a federated credential, and says so without what differs each time', async () => {
      const { identity, environment } = await federated();
      azure.remove(identity);
      azure.identity({ clientId: identity.clientId });
      const { reason, disposition, message } = await failureOf(environment);
      expect({ reason, disposition }).to.deep.equal({ reason: 'CloudRefused', disposition: 'terminal' });
      expect(message).to.match(/HTTP 401, invalid_client: AADSTS700213: .* presented assertion subject\.$/);
    });

    it('shows no token that the token service repeats', async () => {
      const { environment } = await federated();
      azure.server.fail(cloudFault.answer(400, { error: 'invalid_client', error_description: `bad: ${ASSERTION}` }));
      expect((await failureOf(environment)).message).to.match(/invalid_client: bad: \[token\]\.$/);
    });

    it('will try again when the token service fails or hangs', async () => {
      const { environment } = await federated();
      azure.server.fail(cloudFault.answer(503, { error: 'temporarily_unavailable' }, { 'retry-after': '7' }), {
        count: 1,
      });
      expect(await failureOf(environment)).to.include({ reason: 'CloudUnavailable', retryAfterMs: 7_000 });
      azure.server.fail(cloudFault.hang());
      const arrived = azure.server.arrived();
      const failure = failureOf(environment);
      await arrived;
      await clock.advance(10_000);
      expect(await failure).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
    });

    const MISSING: readonly (readonly [string, Record<string, string>, string, RegExp])[] = [
      ['the client id', { AZURE_CLIENT_ID: '' }, 'CredentialsIncomplete', /AZURE_CLIENT_ID is not set/],
      ['the tenant', { AZURE_TENANT_ID: '' }, 'CredentialsIncomplete', /AZURE_TENANT_ID is not set/],
      ['a tenant that is one', { AZURE_TENANT_ID: '../x?y' }, 'CredentialsIncomplete', /AZURE_TENANT_ID is no id/],
      ['the file', { AZURE_FEDERATED_TOKEN_FILE: '/nonexistent/token' }, 'CredentialsNotFound', /\/nonexistent\/token/],
      ['a file that is one', { AZURE_FEDERATED_TOKEN_FILE: '/dev' }, 'CredentialsNotFound', /no regular file/],
      ['an encrypted address', { AZURE_AUTHORITY_HOST: 'http://login.test/' }, 'CredentialsIncomplete', /no https/],
      ['an address that is one', { AZURE_AUTHORITY_HOST: 'login.test' }, 'CredentialsIncomplete', /no https/],
    ];
    for (const [title, change, reason, says] of MISSING) {
      it(`needs ${title}`, async () => {
        const { environment } = await federated();
        const failure = await failureOf({ ...environment, ...change });
        expect(failure).to.include({ reason, disposition: 'terminal' });
        expect(failure.message).to.match(says);
      });
    }

    it('needs a token in the file', async () => {
      const { environment } = await federated();
      await writeFile(environment['AZURE_FEDERATED_TOKEN_FILE'] ?? '', '\n');
      expect(await failureOf(environment)).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
    });

    it('knows client ids only', async () => {
      const { environment } = await federated();
      const failure = await failureOf(environment, { resource: `${MANAGEMENT}&object_id=x` });
      expect(failure).to.include({ reason: 'InvalidSpec', disposition: 'terminal' });
    });
  });

  const INVALID: readonly (readonly [string, Partial<AzureAuthSpec>])[] = [
    ['two client ids', { resource: `${MANAGEMENT}&client_id=a`, azureManagedIdentityClientId: 'b' }],
    ['a client id and an object id', { resource: `${MANAGEMENT}&client_id=a&object_id=a` }],
    ['another parameter', { resource: `${MANAGEMENT}&api-version=1` }],
    ['an id without a value', { resource: `${MANAGEMENT}&client_id=` }],
    ['a broken encoding', { resource: `${MANAGEMENT}%zz` }],
  ];
  for (const [title, spec] of INVALID) {
    it(`refuses ${title}`, async () => {
      expect(await failureOf({}, spec)).to.include({ reason: 'InvalidSpec', disposition: 'terminal' });
      expect(azure.server.requests).to.deep.equal([]);
    });
  }

  it('is another identity for another resource, another client id, and in another pod', async () => {
    const { environment } = await federated();
    const materials = [
      await prepare({}),
      await prepare({}, { resource: 'https://vault.azure.net' }),
      await prepare({}, { azureManagedIdentityClientId: 'x' }),
      await prepare(environment),
    ];
    expect(new Set(materials.map((material) => Reflect.get(material, 'identity') as unknown)).size).to.equal(4);
  });
});
