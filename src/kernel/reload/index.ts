export { PodTemplateReloader } from './pod-template-reloader.ts';
