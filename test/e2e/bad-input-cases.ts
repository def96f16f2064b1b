import { kubernetesAuth, serviceTokenAuth, universalAuth, type Scope } from '../builders/infisical-secret.ts';
import { CREDENTIALS, PROJECT, type Scene, type ResourceOptions } from './harness/index.ts';

/** One way to break a resource that is well. */
export interface BadInput {
  readonly title: string;
  readonly reason: string;
  /** Words of the message: what is wrong, on which object, and what to do about it. */
  readonly message: readonly RegExp[];
  /** Default: `error`. */
  readonly state?: 'retrying';
  /** What is applied in place of the good manifest; may prepare the scene. `name` is free for anything of this case. */
  readonly broken: (
    scene: Scene,
    name: string,
  ) => Promise<Omit<ResourceOptions, 'name'>> | Omit<ResourceOptions, 'name'>;
  /** Default: the target of the good manifest stays as it was, to the resourceVersion. */
  readonly elsewhere?: true;
}

const scope = (change: Scope): Omit<ResourceOptions, 'name'> => ({ scope: change });

/** Every way that only run time can know, each applied over a resource that is well. */
export const BAD_INPUTS: readonly BadInput[] = [
  {
    title: 'a missing credentials Secret',
    reason: 'CredentialsNotFound',
    message: [/Secret \S+\/nowhere/, /create|Create/],
    broken: () => ({ authentication: universalAuth('nowhere', { projectSlug: PROJECT, envSlug: 'dev' }) }),
  },
  {
    title: 'a credentials Secret without a key',
    reason: 'CredentialsIncomplete',
    message: [/Secret \S+ has no value under the key clientSecret/, /clientId and clientSecret/],
    broken: async (scene, name) => {
      await scene.createSecret(name, { clientId: 'x' });
      return { authentication: universalAuth(name, { projectSlug: PROJECT, envSlug: 'dev' }) };
    },
  },
  {
    title: 'a refused login',
    reason: 'InvalidCredentials',
    message: [/refused/i, /check/i],
    broken: async (scene, name) => {
      await scene.createSecret(name, {
        clientId: scene.identity.clientId,
        clientSecret: scene.canaries.plant('wrong-secret'),
      });
      return { authentication: universalAuth(name, { projectSlug: PROJECT, envSlug: 'dev' }) };
    },
  },
  {
    title: 'a service token that is none',
    reason: 'InvalidCredentials',
    message: [/infisicalToken/, /st\.<id>\.<secret>/],
    broken: async (scene, name) => {
      await scene.createSecret(name, { infisicalToken: scene.canaries.plant('no-token') });
      return { authentication: serviceTokenAuth(name, { envSlug: 'dev' }) };
    },
  },
  {
    title: 'a ServiceAccount that does not exist',
    reason: 'CredentialsNotFound',
    message: [/ServiceAccount \S+\/nobody/],
    broken: () => ({
      authentication: kubernetesAuth('6f3d5a5e-7a0b-4f0e-9f57-0c9e7f3f1a11', 'nobody', [], {
        projectSlug: PROJECT,
        envSlug: 'dev',
      }),
    }),
  },
  {
    title: 'an unknown project slug',
    reason: 'ProjectNotFound',
    message: [/nothing-of-that-name/, /projectSlug/],
    broken: () => scope({ projectSlug: 'nothing-of-that-name' }),
  },
  {
    title: 'an unknown project id',
    reason: 'ProjectNotFound',
    message: [/00000000-0000-4000-8000-000000000000/, /projectId/],
    broken: () => ({
      authentication: universalAuth(CREDENTIALS, { projectId: '00000000-0000-4000-8000-000000000000', envSlug: 'dev' }),
    }),
  },
  {
    title: 'a project that the identity is not a member of',
    reason: 'ProjectNotFound',
    message: [/other-/, /member/],
    broken: (scene, name) => {
      scene.infisical.project({ slug: `other-${name}`, environments: ['dev'] });
      return scope({ projectSlug: `other-${name}` });
    },
  },
  {
    title: 'an unknown environment',
    reason: 'SourceNotFound',
    message: [/staging/, /envSlug/],
    broken: () => scope({ envSlug: 'staging' }),
  },
  {
    title: 'an unknown folder',
    reason: 'SourceNotFound',
    message: [/\/no\/such\/folder/, /secretsPath/],
    broken: () => scope({ secretsPath: '/no/such/folder' }),
  },
  {
    title: 'an unknown secret name',
    reason: 'SourceNotFound',
    message: [/NO_SUCH/, /secretName/],
    broken: () => scope({ secretName: 'NO_SUCH' }),
  },
  {
    title: 'an empty answer',
    reason: 'EmptySource',
    message: [/\/empty-/, /emptyPolicy: Allow/],
    broken: (scene, name) => {
      scene.infisical.folder(PROJECT, 'dev', `/empty-${name}`);
      return scope({ secretsPath: `/empty-${name}` });
    },
  },
  {
    title: 'values that the identity may not read',
    reason: 'AccessDenied',
    message: [/access was denied/, /role/],
    broken: async (scene, name) => {
      const clientSecret = scene.canaries.plant('hidden-identity');
      const grant = { project: PROJECT, hidden: [{ environment: 'dev', secretPath: '/' }] };
      scene.infisical.identity({ name, universal: { clientId: name, clientSecret }, projects: [grant] });
      await scene.createSecret(name, { clientId: name, clientSecret });
      return { authentication: universalAuth(name, { projectSlug: PROJECT, envSlug: 'dev' }) };
    },
  },
  {
    title: 'a foreign Secret in the way',
    reason: 'TargetNotOwned',
    message: [/Secret \S+ exists and/, /secrets\.infisical\.com\/adopt/],
    broken: async (scene, name) => {
      await scene.createSecret(name, { DB_URL: 'theirs' });
      return { targets: [{ secretName: name }] };
    },
  },
  {
    title: 'a target in a namespace that does not exist',
    reason: 'TargetNamespaceNotFound',
    message: [/no-such-namespace/, /[Cc]reate the namespace/],
    broken: (_, name) => ({ targets: [{ secretName: name, secretNamespace: 'no-such-namespace' }] }),
  },
  {
    title: 'a target of more than a mebibyte',
    reason: 'TargetInvalid',
    message: [/1048576/, /[Ss]plit/],
    broken: (scene, name) => {
      for (const key of ['A', 'B', 'C']) {
        scene.infisical.secret(
          PROJECT,
          'dev',
          `/large-${name}`,
          key,
          scene.canaries.plant('large').padEnd(400_000, '.'),
        );
      }
      return scope({ secretsPath: `/large-${name}` });
    },
  },
  {
    title: 'a Secret type whose keys are not there',
    reason: 'TargetInvalid',
    message: [/Secret \S+/, /tls\.(crt|key)/],
    broken: (_, name) => ({ targets: [{ secretName: `tls-${name}`, secretType: 'kubernetes.io/tls' }] }),
  },
  {
    title: 'a template of data that does not parse',
    reason: 'TemplateInvalid',
    message: [/template\.data\["A"\]: line 1, column \d+/, /[Cc]orrect the template/],
    broken: (_, name) => ({ targets: [{ secretName: name, template: { data: { A: '{{ .DB_URL.Value' } } }] }),
  },
  {
    title: 'a login method that is switched off',
    reason: 'PluginUnavailable',
    message: [/ldapAuth/, /Available: .*universalAuth/],
    broken: () => ({
      authentication: {
        ldapAuth: {
          identityId: 'x',
          credentialsRef: { secretName: 'x' },
          secretsScope: { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' },
        },
      },
    }),
  },
  {
    title: 'a CA bundle that is none',
    reason: 'CaInvalid',
    message: [/Secret \S+ has no PEM certificate under the key ca\.crt/, /PEM/],
    broken: async (scene, name) => {
      await scene.createSecret(name, { 'ca.crt': scene.canaries.plant('ca') });
      return { tls: { caRef: { secretName: name, key: 'ca.crt' } } };
    },
  },
  {
    title: 'a CA bundle that only looks like one',
    reason: 'CaInvalid',
    message: [/CA bundle/, /PEM/],
    broken: async (scene, name) => {
      const body = Buffer.from(scene.canaries.plant('ca')).toString('base64');
      const pem = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
      await scene.createSecret(name, { 'ca.crt': pem });
      return { hostAPI: 'https://127.0.0.1:1', tls: { caRef: { secretName: name, key: 'ca.crt' } } };
    },
  },
  {
    title: 'a CA Secret that does not exist',
    reason: 'CaInvalid',
    message: [/Secret \S+\/nowhere/],
    broken: () => ({ tls: { caRef: { secretName: 'nowhere', key: 'ca.crt' } } }),
  },
  {
    title: 'an address that the operator may not call',
    reason: 'HostInvalid',
    message: [/169\.254\.169\.254/, /hostAPI/],
    broken: () => ({ hostAPI: 'http://169.254.169.254/api' }),
  },
  {
    title: 'a host that nothing listens on',
    reason: 'HostUnreachable',
    state: 'retrying',
    message: [/127\.0\.0\.1:1\b/, /hostAPI/],
    broken: () => ({ hostAPI: 'http://127.0.0.1:1' }),
  },
];
