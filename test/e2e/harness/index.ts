export { untilEstablished } from './established.ts';
export { eventually } from './eventually.ts';
export { type Manifest } from './kube-api.ts';
export { conditionOf, type KubeObject } from './kube-object.ts';
export { CREDENTIALS, PROJECT, Scene, type ResourceOptions, type SceneOptions, withScene } from './scene.ts';
export { onEachServer } from './servers.ts';
export { seededRandom } from './seeded-random.ts';
export { type OperatorCall, type Server } from './server.ts';
export { type StoppedClockOperator } from './stopped-clock-operator.ts';
