export { BUILT_IN_PLUGINS } from './built-in-plugins.ts';
export { optionEntries, parseConfig } from './config.ts';
export { composeCrds } from './custom-resources.ts';
export { type Config } from './options.ts';
export { runOperator, type RunControl } from './run-operator.ts';
export { VERSION } from './version.ts';
export { SystemClock } from './system-clock.ts';
export { PrometheusMetrics, createLog } from './telemetry/index.ts';
export {
  explain,
  renderManifests,
  validateManifests,
  type Finding,
  type Rendering,
  type Source,
  type Validation,
} from './offline/index.ts';
