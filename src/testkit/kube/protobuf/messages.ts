/** How a field is read: a scalar, a message, or a map from strings to a scalar; `[]` marks repeated ones. */
export type FieldKind = 'string' | 'bytes' | 'int' | 'bool' | 'time' | Message | { readonly map: 'string' | 'bytes' };

/** A field by its number. */
export interface MessageField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly repeated: boolean;
}

/** A message type: what its field numbers mean. Numbers that are not listed are refused, not skipped. */
export interface Message {
  readonly fields: Readonly<Record<number, MessageField>>;
}

const one = (name: string, kind: FieldKind = 'string'): MessageField => ({ name, kind, repeated: false });
const many = (name: string, kind: FieldKind = 'string'): MessageField => ({ name, kind, repeated: true });
const message = (fields: Readonly<Record<number, MessageField>>): Message => ({ fields });
const strings: FieldKind = { map: 'string' };
const bytes: FieldKind = { map: 'bytes' };

const ownerReference = message({
  1: one('kind'),
  3: one('name'),
  4: one('uid'),
  5: one('apiVersion'),
  6: one('controller', 'bool'),
  7: one('blockOwnerDeletion', 'bool'),
});

const objectMeta = message({
  1: one('name'),
  2: one('generateName'),
  3: one('namespace'),
  4: one('selfLink'),
  5: one('uid'),
  6: one('resourceVersion'),
  7: one('generation', 'int'),
  8: one('creationTimestamp', 'time'),
  9: one('deletionTimestamp', 'time'),
  10: one('deletionGracePeriodSeconds', 'int'),
  11: one('labels', strings),
  12: one('annotations', strings),
  13: many('ownerReferences', ownerReference),
  14: many('finalizers'),
});

const metadata = one('metadata', objectMeta);
const nothing = message({});
const nameOnly = message({ 1: one('name') });

const container = message({
  1: one('name'),
  2: one('image'),
  3: many('command'),
  4: many('args'),
  5: one('workingDir'),
  6: many(
    'ports',
    message({ 1: one('name'), 2: one('hostPort', 'int'), 3: one('containerPort', 'int'), 4: one('protocol') }),
  ),
  7: many('env', message({ 1: one('name'), 2: one('value') })),
  8: one('resources', nothing),
  13: one('terminationMessagePath'),
  14: one('imagePullPolicy'),
  20: one('terminationMessagePolicy'),
});

const podSpec = message({ 2: many('containers', container), 3: one('restartPolicy'), 6: one('dnsPolicy') });
const podTemplate = message({ 1: metadata, 2: one('spec', podSpec) });
const selector = message({ 1: one('matchLabels', strings) });
const emptyStatus = one('status', message({ 1: one('observedGeneration', 'int'), 2: one('replicas', 'int') }));

/** The kinds that kubectl sends as protobuf by commands of its own, such as `kubectl create secret`. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  'v1 Secret': message({
    1: metadata,
    2: one('data', bytes),
    3: one('type'),
    4: one('stringData', strings),
    5: one('immutable', 'bool'),
  }),
  'v1 ConfigMap': message({
    1: metadata,
    2: one('data', strings),
    3: one('binaryData', bytes),
    4: one('immutable', 'bool'),
  }),
  'v1 Namespace': message({
    1: metadata,
    2: one('spec', message({ 1: many('finalizers') })),
    3: one('status', message({ 1: one('phase') })),
  }),
  'v1 ServiceAccount': message({
    1: metadata,
    2: many('secrets', message({ 3: one('name') })),
    3: many('imagePullSecrets', nameOnly),
    4: one('automountServiceAccountToken', 'bool'),
  }),
  'apps/v1 Deployment': message({
    1: metadata,
    2: one(
      'spec',
      message({
        1: one('replicas', 'int'),
        2: one('selector', selector),
        3: one('template', podTemplate),
        4: one('strategy', nothing),
      }),
    ),
    3: emptyStatus,
  }),
  'authentication.k8s.io/v1 TokenRequest': message({
    1: metadata,
    2: one('spec', message({ 1: many('audiences'), 4: one('expirationSeconds', 'int') })),
    3: one('status', message({ 1: one('token'), 2: one('expirationTimestamp', 'time') })),
  }),
  'v1 DeleteOptions': message({
    1: one('gracePeriodSeconds', 'int'),
    2: one('preconditions', message({ 1: one('uid'), 2: one('resourceVersion') })),
    3: one('orphanDependents', 'bool'),
    4: one('propagationPolicy'),
    5: many('dryRun'),
  }),
};
