export { Controller, type ControllerDependencies, type ControllerOptions, type RestingRecord } from './controller.ts';
export { isNews } from './is-news.ts';
export { urgencyOf } from './urgency.ts';
export { ReferenceIndex } from './reference-index.ts';
