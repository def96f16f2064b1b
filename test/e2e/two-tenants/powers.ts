import { expect } from 'chai';
import type { Target } from '../../builders/infisical-secret.ts';
import type { Attack, Weapon } from './attack.ts';

const shaped =
  (target: Omit<Target, 'secretName'>) =>
  (_tenants: unknown, name: string): Weapon => ({
    targets: [{ ...target, secretName: name }],
  });
const annotated = (annotations: Readonly<Record<string, string>>): Attack['weapon'] =>
  shaped({ template: { metadata: { annotations } } });
const templated = (template: string): Attack['weapon'] => shaped({ template: { data: { KEY: template } } });

/** Attacks by the shape of a target in the attacker's own namespace: types, annotations, and templates that run in the operator. */
export const POWER_ATTACKS: readonly Attack[] = [
  {
    title: 'has Kubernetes fill a Secret with a token of a ServiceAccount',
    ends: 'admission',
    says: /secretType must not be one of kubernetes\.io\/service-account-token/,
    weapon: shaped({ secretType: 'kubernetes.io/service-account-token' }),
  },
  {
    title: 'makes a bootstrap token, by which nodes join',
    ends: 'admission',
    says: /secretType must not be one of/,
    weapon: shaped({ secretType: 'bootstrap.kubernetes.io/token' }),
  },
  {
    title: 'names a ServiceAccount in an annotation of the target',
    ends: 'admission',
    says: /annotations must not have keys of kubernetes\.io/,
    weapon: annotated({ 'kubernetes.io/service-account.name': 'default' }),
  },
  {
    title: 'opens the target to all namespaces for good',
    ends: 'admission',
    says: /secrets\.infisical\.com/,
    weapon: annotated({ 'secrets.infisical.com/allow-from': '*' }),
  },
  {
    title: 'claims to be managed by the bank',
    ends: 'admission',
    says: /secrets\.infisical\.com/,
    weapon: annotated({ 'secrets.infisical.com/managed-by': 'InfisicalSecret/bank/own' }),
  },
  {
    title: 'hands on annotations with a meaning from the resource',
    ends: 'harmless',
    keepsLoot: true,
    weapon: () => ({
      labels: { 'config.k8s.io/owner': 'me', team: 'a' },
      annotations: {
        'kubernetes.io/service-account.name': 'default',
        'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"x":"y"}}',
        'secrets.infisical.com/allow-from': '*',
        note: 'plain',
      },
    }),
    aftermath: async ({ scene }, name) => {
      const { labels = {}, annotations = {} } = (await scene.secret(name))?.metadata ?? {};
      expect(Object.keys(labels).sort()).to.deep.equal(['secrets.infisical.com/managed', 'team']);
      const own = ['note', 'secrets.infisical.com/data-hash', 'secrets.infisical.com/managed-by'];
      expect(Object.keys(annotations).sort()).to.deep.equal(own);
    },
  },
  {
    title: 'reads the environment of the operator',
    ends: 'TemplateInvalid',
    says: /\benv\b/,
    weapon: templated('{{ env "HOME" }}'),
  },
  {
    title: 'expands the environment of the operator',
    ends: 'TemplateInvalid',
    says: /expandenv/,
    weapon: templated('{{ expandenv "$HOME" }}'),
  },
  {
    title: 'asks name servers',
    ends: 'TemplateInvalid',
    says: /getHostByName/,
    weapon: templated('{{ getHostByName "bank" }}'),
  },
  {
    title: 'fills the memory of the operator',
    ends: 'TemplateInvalid',
    says: /KEY/,
    weapon: templated('{{ until 100000000 | len }}'),
  },
  {
    title: 'holds up the operator with a loop in a loop',
    ends: 'TemplateInvalid',
    says: /KEY/,
    weapon: templated(
      '{{ range until 40000 }}{{ range until 40000 }}{{ range until 40000 }}{{ end }}{{ end }}{{ end }}',
    ),
  },
  {
    title: 'holds up the operator with templates that call themselves',
    ends: 'TemplateInvalid',
    says: /KEY/,
    weapon: templated('{{ define "a" }}{{ template "a" . }}{{ template "a" . }}{{ end }}{{ template "a" . }}'),
  },
];
