import { FORCE_SYNC, MANAGED_BY, MANAGED_LABEL } from '#kernel';
import { expect } from 'chai';
import {
  ADOPT,
  DATA_HASH,
  isPropagated,
  LEGACY_VERSION,
  propagated,
} from '../../../../src/plugins/sync/infisical-secret/annotations.ts';

describe('isPropagated', () => {
  const handedOn: readonly { name: string; key: string }[] = [
    { name: 'a key without domain', key: 'team' },
    { name: 'a key of a domain of the user', key: 'example.com/team' },
    { name: 'a recommended label', key: 'app.kubernetes.io/name' },
    { name: 'a recommended label that no tool tracks by', key: 'app.kubernetes.io/part-of' },
    { name: 'a domain that only ends like a reserved one', key: 'notk8s.io/x' },
    { name: 'a domain that only begins like ours', key: 'secrets.infisical.com.evil/x' },
    { name: 'our domain without the slash', key: 'secrets.infisical.com' },
    { name: 'a reserved domain as a name', key: 'example.com/k8s.io' },
    { name: 'a policy that selects by label', key: 'reflector.v1.example/allowed' },
  ];
  for (const { name, key } of handedOn) {
    it(`hands on ${name}: ${key}`, () => {
      expect(isPropagated(key)).to.equal(true);
    });
  }

  const keptBack: readonly { name: string; key: string }[] = [
    { name: 'our own: adopt, which would give the target away', key: ADOPT },
    { name: 'our own: the version of the older operator', key: LEGACY_VERSION },
    { name: 'our own: force-sync', key: FORCE_SYNC },
    { name: 'our own: managed-by', key: MANAGED_BY },
    { name: 'our own: the data hash', key: DATA_HASH },
    { name: 'our own: the label', key: MANAGED_LABEL },
    { name: 'our own: auto-reload', key: 'secrets.infisical.com/auto-reload' },
    { name: 'what kubectl applied last', key: 'kubectl.kubernetes.io/last-applied-configuration' },
    { name: 'the meaning of token Secrets', key: 'kubernetes.io/service-account.name' },
    { name: 'k8s.io', key: 'k8s.io/x' },
    { name: 'a domain below k8s.io', key: 'config.k8s.io/owning-inventory' },
    { name: 'a domain far below k8s.io', key: 'a.b.k8s.io/x' },
    { name: 'Argo CD: tracking by annotation', key: 'argocd.argoproj.io/tracking-id' },
    { name: 'Argo CD: tracking by label', key: 'app.kubernetes.io/instance' },
    { name: 'Argo CD: instance label', key: 'argocd.argoproj.io/instance' },
    { name: 'Flux: Kustomization', key: 'kustomize.toolkit.fluxcd.io/name' },
    { name: 'Flux: HelmRelease', key: 'helm.toolkit.fluxcd.io/namespace' },
    { name: 'Helm: release', key: 'meta.helm.sh/release-name' },
    { name: 'Helm: manager', key: 'app.kubernetes.io/managed-by' },
    { name: 'Helm: chart', key: 'helm.sh/chart' },
    { name: 'Rancher Fleet', key: 'fleet.cattle.io/bundle-id' },
    { name: 'Rancher object sets', key: 'objectset.rio.cattle.io/hash' },
    { name: 'kapp', key: 'kapp.k14s.io/app' },
    { name: 'Config Sync', key: 'configsync.gke.io/declared-fields' },
    { name: 'Config Management', key: 'configmanagement.gke.io/managed' },
  ];
  for (const { name, key } of keptBack) {
    it(`keeps back ${name}: ${key}`, () => {
      expect(isPropagated(key)).to.equal(false);
    });
  }
});

describe('propagated', () => {
  it('takes only what is handed on, and leaves its input as it was', () => {
    const from = { team: 'payments', [FORCE_SYNC]: '1', 'argocd.argoproj.io/tracking-id': 'x' };
    expect(propagated(from)).to.deep.equal({ team: 'payments' });
    expect(Object.keys(from)).to.have.length(3);
  });

  it('makes nothing of nothing', () => {
    expect(propagated({})).to.deep.equal({});
  });
});
