export { Controller, type ControllerDependencies, type ControllerOptions } from './controller.ts';
export { type RestingRecord } from './controller-metrics.ts';
export { isNews } from './is-news.ts';
export { urgencyOf } from './urgency.ts';
export { ReferenceIndex } from './reference-index.ts';
