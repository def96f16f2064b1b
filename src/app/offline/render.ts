import { Container, SYNC_TARGET, loadPlugins, type OperatorError } from '#kernel';
import { withoutNulls } from '../../crd/index.ts';
import { applyBody } from '../../kube/index.ts';
import { renderTargets, type RenderServices } from '../../plugins/sync/infisical-secret/render.ts';
import { BUILT_IN_PLUGINS } from '../built-in-plugins.ts';
import { TemplateRenderer } from '../template-renderer.ts';
import { Envelope } from './envelope.ts';
import { infisicalSecretKind } from './known-kinds.ts';
import { objectsOf, type Finding, type Source } from './manifest-objects.ts';
import { offlineResource } from './offline-resource.ts';
import { readSecretData } from './secret-data.ts';
import { validateManifests } from './validate.ts';

/** What is to be rendered. */
export interface RenderRequest {
  readonly manifests: readonly Source[];
  /** JSON: key to `{Value, SecretPath}`, or to the value alone. */
  readonly data: Source;
  /** Of resources that name none. */
  readonly namespace: string;
  /** Milliseconds on a clock that never jumps, by which the time of a template is bounded. */
  readonly monotonic: () => number;
}

/** The objects that a pass of the operator would apply, and what it would complain about. */
export interface Rendering {
  readonly objects: readonly object[];
  /** Nothing is rendered of files in which something is invalid. */
  readonly findings: readonly Finding[];
  /** Resources that were rendered. */
  readonly resources: number;
}

/** The targets of all InfisicalSecrets in these files, as they would be written where nothing is there yet. */
export function renderManifests({ manifests, data, namespace, monotonic }: RenderRequest): Rendering {
  const { findings, valid } = validateManifests(manifests, { namespace });
  const read = readSecretData(data);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if ('wrong' in read) errors.push(read.wrong);
  if (!valid || 'wrong' in read) return { objects: [], findings: errors, resources: 0 };
  const services = renderServices(monotonic);
  const known = infisicalSecretKind();
  const rendered = manifests
    .flatMap((source) => objectsOf(source).objects)
    .filter(({ kind }) => kind === known.kind)
    .map((manifest) => {
      const resource = offlineResource(Envelope.parse(withoutNulls(known.structure, manifest.value)), namespace);
      const { targets, errors } = renderTargets(resource, known.parse(resource), read.secrets, services);
      return {
        objects: targets.map(({ kind, desired }) => applyBody(kind, desired, undefined)),
        findings: errors.map((error) => manifest.finding({ path: [], message: textOf(error), severity: 'error' })),
      };
    });
  return {
    objects: rendered.flatMap(({ objects }) => objects),
    findings: rendered.flatMap((one) => one.findings),
    resources: rendered.length,
  };
}

function textOf({ reason, userMessage }: OperatorError): string {
  return `${reason}: ${userMessage}`;
}

/** The parts of the operator that make data, without those that reach a cluster. */
function renderServices(monotonic: () => number): RenderServices {
  const extensions = loadPlugins(BUILT_IN_PLUGINS, Container.create());
  return {
    templates: new TemplateRenderer(monotonic),
    clock: { monotonic },
    kindOf: (kind) => {
      const registered = extensions.find(SYNC_TARGET, kind);
      if (registered === undefined) throw new Error(`no plugin makes a ${kind}`);
      return registered.instance();
    },
  };
}
